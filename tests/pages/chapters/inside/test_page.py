"""The page of Inside: every box opens, in plain words and in depth; a text of one's own; what cannot be run is told."""

import pytest

from models.inside.kinds import Inside
from models.prepared import prepared
from pages.chapters.inside import way
from pages.frame import running
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "").replace("\u2068", "").replace("\u2069", "")


def test_the_untouched_page_shows_the_shipped_run(words):
    app = open_at("inside", {})
    assert not app.exception and not app.warning
    text = plain(words(app))
    step = prepared(Inside()).last
    assert f"{100 * step.probs[0]:.1f}" in text and "79.6 million" in text and "Open box: Attention" in text
    assert "One score by hand" not in text and "Without positions" not in text, "depth, and the prediction's answer"


EXPECTED = {
    "tokens": "cut into 5 tokens",
    "embedding": "Row 314",
    "norm_1": "mean square",
    "attention": "each pair turns",
    "mix": "576 × 576",
    "norm_2": "mean square",
    "mlp": "**gate**",
    "down": "576 × 1,536",
    "stream": "only adds",
    "norm": "mean square",
    "logits": "49,152 × 576",
    "output": "odds by e",
}


def test_every_box_opens_without_a_pass(words, monkeypatch):
    monkeypatch.setattr(running, "get", lambda *a: pytest.fail("a box asked the model"))
    app = open_at("inside", {"depth": "deep"})
    for box in (name for name, *_rest in way.BOXES):
        app.session_state["box"] = box
        app.run()
        assert not app.exception and not app.warning
        assert EXPECTED[box] in plain(words(app)), box
    app.session_state["depth"] = "plain"  # one of the six that holds what was open
    app.session_state["box"] = "norm_2"
    assert "Open box: MLP" in plain(words(app.run()))


def test_a_hostile_text_of_ones_own_is_followed_and_broken_live(ready, words):
    own = {
        "sentence": "<script>x</script> **x** $y$",
        "look": "break",
        "part": "mlp",
        "everywhere": "true",
        "box": "stream",
    }
    app = open_at("inside", own)
    assert not app.exception and not app.warning
    text = plain(words(app))
    assert "<script>" not in "\n".join(str(m.value) for m in app.markdown), "as text: escaped"
    assert "The MLP adds nothing in every layer" in text and "Open box: Residual stream" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sentence": "x " * 5000}, "at most 64"),
        ({"inside_layer": "99", "inside_head": "9", "look": "break", "broken_layer": "30"}, "inside_layer"),
        ({"token": "60", "depth": "deep"}, "no token 60"),
        ({"look": "break", "part": "soul"}, "part"),
    ],
)
def test_what_cannot_be_run_is_told_and_the_page_still_teaches(ready, fields, sentence):
    app = open_at("inside", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
