"""Points of noise come to the shape."""

from models.toys.kinds import FlowToy
from pages.chapters.diffusion import plane
from pages.figures import points


def test_flowing_points_end_nearer_to_the_shape_than_they_began(drawing):
    request = FlowToy(shape="ring")
    last, data = drawing.run(request).trace().last, points.learned_from(request)
    assert plane.at_shape(last.paths[0], data) < 0.4 < 0.8 < plane.at_shape(last.paths[-1], data)
