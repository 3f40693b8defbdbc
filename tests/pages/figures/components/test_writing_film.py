"""What a writing refuses."""

import math

import pytest

from pages.figures.components.writing_film import WritingFrame, writing_film


def test_a_writing_of_no_token_or_with_no_number_is_refused():
    with pytest.raises(ValueError, match="no token"):
        writing_film("The", [], key="f", label="l")
    frame = WritingFrame(piece="a", text="a", candidates=[("a", math.nan)], chosen=0)
    with pytest.raises(ValueError, match="finite"):
        writing_film("The", [frame], key="f", label="l")
