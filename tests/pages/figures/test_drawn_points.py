"""Points drawn by hand go through the address, and other words are refused."""

import pytest

from models.engine.errors import InvalidRequest
from pages.figures import drawn_points


def test_drawn_points_go_through_the_address_unchanged():
    points = ((0.5, -0.2), (0.03, 1.5), (-1.0, 0.0))
    assert drawn_points.read(drawn_points.write(points)) == points
    assert drawn_points.write([(2.0, 0.0), (0.0, 0.01)]) == "0,1"


@pytest.mark.parametrize("text", ["1", "1,2,3", "a,b", "151,0", "1, 2", "0,0 " * 501, "¹,²", "--1,2"])
def test_other_words_for_points_are_refused_in_a_sentence(text):
    with pytest.raises(InvalidRequest):
        drawn_points.read(text)
