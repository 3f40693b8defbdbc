"""What films refuse, and how pictures travel."""

import json
import math

import pytest
from streamlit.testing.v1 import AppTest

from pages.figures.components.film import WritingFrame, film, writing_film


def film_app():
    from pages.figures.components.film import film

    film([b"\x89PNG one", b"\x89PNG second"], ["first", "then"], key="f", label="l")


def test_pictures_travel_as_the_bytes_they_are():
    data = AppTest.from_function(film_app).run().get("bidi_component")[0].proto.bytes
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    assert head["sizes"] == [8, 11]
    assert head["captions"] == ["first", "then"]
    assert data[4 + size :] == b"\x89PNG one\x89PNG second"


@pytest.mark.parametrize(("frames", "captions"), [([], []), ([b"a"], []), (["a"], ["b", "c"])])
def test_a_film_needs_a_frame_and_a_caption_for_each(frames, captions):
    with pytest.raises(ValueError, match="one for each"):
        film(frames, captions, key="f", label="l")


def test_a_writing_of_no_token_or_with_no_number_is_refused():
    with pytest.raises(ValueError, match="no token"):
        writing_film("The", [], key="f", label="l")
    frame = WritingFrame(piece="a", text="a", candidates=[("a", math.nan)], chosen=0)
    with pytest.raises(ValueError, match="finite"):
        writing_film("The", [frame], key="f", label="l")
