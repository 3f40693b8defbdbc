"""How components are put together and how arrays travel."""

import json

import numpy as np
import pytest

from pages.figures.components.define import HERE, finite, packed


def test_packed_data_gives_back_its_words_and_its_bodies():
    numbers = np.arange(6, dtype="<u2").reshape(2, 3)
    data = packed({"word": "سلام"}, numbers, b"\x89PNG")
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    assert head == {"word": "سلام", "sizes": [12, 4]}
    body = data[4 + size :]
    assert np.array_equal(np.frombuffer(body[:12], "<u2").reshape(2, 3), numbers)
    assert body[12:] == b"\x89PNG"


def test_numbers_a_browser_cannot_read_are_refused():
    with pytest.raises(ValueError, match="prob is nan"):
        finite(float("nan"), "prob")
    with pytest.raises(ValueError, match="JSON"):
        packed({"prob": float("nan")})


@pytest.mark.parametrize("script", sorted(HERE.glob("*.js")), ids=lambda path: path.name)
def test_scripts_write_text_only_as_text(script):
    """User and model text is never markup: no way of writing HTML is used at all."""
    source = script.read_text("utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in source


@pytest.mark.parametrize("style", sorted(HERE.glob("*.css")), ids=lambda path: path.name)
def test_styles_take_their_colours_from_the_theme(style):
    """A colour written here would be wrong in the other theme."""
    source = style.read_text("utf-8")
    assert "#" not in source.replace("#hint", "")
    assert "rgb(" not in source
