"""What a film of pictures refuses, and how pictures travel."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages.figures.components.picture_film import PictureLane, picture_film


def film_app():
    from pages.figures.components.picture_film import PictureLane, picture_film

    lane = PictureLane(title="x", frames=[b"\x89PNG one", b"\x89PNG second"], captions=["first", "then"])
    picture_film([lane], ["step 0", "step 1"], key="f", label="l")


def test_pictures_travel_as_the_bytes_they_are():
    data = AppTest.from_function(film_app).run().get("bidi_component")[0].proto.bytes
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    assert head["sizes"] == [8, 11]
    assert head["lanes"][0]["captions"] == ["first", "then"]
    assert data[4 + size :] == b"\x89PNG one\x89PNG second"


@pytest.mark.parametrize(("frames", "captions"), [([], []), ([b"a"], []), ([b"a"], ["b", "c"])])
def test_a_film_needs_a_frame_and_a_caption_for_each_value(frames, captions):
    with pytest.raises(ValueError, match="for each"):
        picture_film([PictureLane(title="x", frames=frames, captions=captions)], ["one"], key="f", label="l")
