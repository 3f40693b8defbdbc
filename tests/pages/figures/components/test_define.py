"""How components are put together and how arrays travel."""

import json
import re
from collections import Counter

import numpy as np
import pytest

from pages.figures.components.define import HERE, finite, modules, packed, script

COMPONENTS = sorted(path.stem for path in HERE.glob("*.js") if "export default" in path.read_text("utf-8"))


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


def test_a_module_comes_once_and_after_all_it_imports():
    assert modules("shared") == ["shared"]
    assert modules("plane") == ["shared", "player", "plane_paint", "plane"]


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_is_one_script_that_declares_each_name_once(component):
    joined = script(component)
    assert re.findall(r"^(?:import|export)\b.{9}", joined, re.MULTILINE) == ["export default "]
    names = re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", joined, re.MULTILINE)
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("path", sorted(HERE.glob("*.js")), ids=lambda path: path.name)
def test_scripts_write_text_only_as_text(path):
    """User and model text is never markup: no way of writing HTML is used at all."""
    source = path.read_text("utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert way not in source


@pytest.mark.parametrize("style", sorted(HERE.glob("*.css")), ids=lambda path: path.name)
def test_styles_take_their_colours_from_the_theme(style):
    """A colour written here would be wrong in the other theme."""
    source = style.read_text("utf-8")
    assert "#" not in source.replace("#hint", "")
    assert "rgb(" not in source
