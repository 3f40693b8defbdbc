import numpy as np
import pytest

from pages.figures.components.plane import MOST_DRAWN, Mesh, Points, _layer, hand_drawn, plane

STILL = Points(name="data", frames=np.zeros((3, 2)), colour="gray")


def test_what_a_browser_tells_of_drawn_points_is_read_in_hundredths():
    assert hand_drawn([50, -20, 3, 7], 1.2) == [(0.5, -0.2), (0.03, 0.07)]
    assert hand_drawn([], 1.2) == []


@pytest.mark.parametrize("told", [None, 5, "12", {"x": 1}, [float("nan"), 2.5], [True, True], [1]])
def test_anything_else_that_is_told_draws_nothing(told):
    assert hand_drawn(told, 1.2) == []


def test_points_outside_the_plane_and_too_many_are_left_out():
    assert hand_drawn([500, 0, 10, 10], 1.2) == [(0.1, 0.1)]
    assert len(hand_drawn([1] * 4000, 1.2)) == MOST_DRAWN


@pytest.mark.parametrize(
    "frames", [np.full((3, 2), np.nan), np.zeros((4, 3, 2)), np.zeros(3)], ids=["nan", "other count", "flat"]
)
def test_arrays_that_cannot_be_drawn_are_refused(frames):
    with pytest.raises(ValueError, match="plane"):
        plane([Points(name="x", frames=frames, colour="blue")], ["a", "b"], ["a", "b"], key="k", label="l")


def test_each_frame_has_a_value_and_a_caption():
    with pytest.raises(ValueError, match="2 values and 1 captions"):
        plane([STILL], ["a", "b"], ["a"], key="k", label="l")


def test_a_mesh_travels_row_by_row_with_its_shape():
    frames = np.arange(2 * 3 * 4 * 2, dtype=np.float32).reshape(2, 3, 4, 2)
    head, (body,) = _layer(Mesh(name="grid", frames=frames, colour="violet"), 2)
    assert (head["kind"], head["rows"], head["columns"], head["n"]) == ("mesh", 3, 4, 12)
    assert np.array_equal(body.ravel(), frames.ravel())
