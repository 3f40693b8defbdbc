"""The page of Inside: every box opens, in plain words and in depth; a text of one's own; what cannot be run is told."""

import pytest

from models.inside.kinds import Inside
from models.prepared import prepared
from pages.chapters.inside import way
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


@pytest.mark.parametrize("box", [name for name, *_rest in way.BOXES])
def test_every_box_opens_in_depth_without_a_pass(box, words, monkeypatch):
    from pages.frame import running

    monkeypatch.setattr(running, "get", lambda *a: pytest.fail("a box asked the model"))
    app = open_at("inside", {"box": box, "depth": "deep"})
    assert not app.exception and not app.warning
    expected = {"attention": "One score by hand", "mlp": "**gate**", "stream": "only adds", "logits": "49,152 × 576"}
    assert expected.get(box, "Open box") in plain(words(app))


def test_in_plain_words_a_box_of_the_depth_opens_the_one_it_belongs_to(words):
    app = open_at("inside", {"box": "norm_2"})
    assert not app.exception and "Open box: MLP" in plain(words(app))


def test_a_text_of_ones_own_is_followed_and_broken_live(ready, words):
    own = {"sentence": "Hund", "look": "break", "part": "mlp", "everywhere": "true", "box": "stream"}
    app = open_at("inside", own)
    assert not app.exception and not app.warning
    text = plain(words(app))
    assert "The MLP adds nothing in every layer" in text and "Open box: Residual stream" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sentence": "x " * 5000}, "at most 64"),
        ({"sentence": ""}, "empty"),
        ({"inside_layer": "99"}, "inside_layer"),
        ({"inside_head": "9"}, "inside_head"),
        ({"token": "60", "depth": "deep"}, "no token 60"),
        ({"look": "break", "part": "soul"}, "part"),
        ({"look": "break", "part": "layer", "broken_layer": "30"}, "broken_layer"),
        ({"sentence": "<script>alert(1)</script> **x** $y$"}, ""),
    ],
)
def test_what_cannot_be_run_is_told_and_the_page_still_teaches(ready, fields, sentence):
    app = open_at("inside", fields)
    assert not app.exception
    assert not sentence or any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
