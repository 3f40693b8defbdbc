"""Points in the plane: real ones are those that a model learns from, and near means near."""

import numpy as np

from models.toys.kinds import FlowToy, GanToy
from pages.figures import points


def test_drawn_points_are_what_is_learned_from_in_place_of_a_shape():
    for kind in (GanToy, FlowToy):
        drawn = points.learned_from(kind(drawn=((0.5, 0.5),)))
        assert drawn.shape == (256, 2) and np.abs(drawn - 0.5).max() < 0.15


def test_near_is_the_share_of_points_with_one_of_the_others_within_the_distance():
    those, others = np.array([[0.05, 0.0], [0.0, 0.2], [5.0, 5.09], [1.0, 1.0]]), np.array([[0.0, 0.0], [5.0, 5.0]])
    assert points.near(those, others, 0.1) == 0.5
    assert points.near(those, others, 0.3) == 0.75
