"""The page of Control: untouched it shows shipped runs; a pair of one's own is patched; what does not fit is told."""

import pytest

from models.control.kinds import Hide, Patch
from models.prepared import prepared
from pages.chapters.control import hiding
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "")


def test_the_untouched_page_shows_the_shipped_runs(words):
    app = open_at("control", {})
    assert not app.exception and not app.warning
    text = plain(words(app))
    assert "up to layer 22" in text and "without **23.3**" in text and "lost without two other heads" in text
    given = hiding.of(prepared(Hide()))
    assert hiding.pieces(given)[given.attended] in text
    assert "With ␣the hidden" not in text and "nats less" not in text, "the prediction's answer"
    pair = prepared(Patch()).steps[0]
    assert f"{100 * pair.probs[0, 0]:.1f}" in text and f"{pair.differences[0]:.1f} nats ahead" in text


@pytest.mark.parametrize("look", ["steer", "hide", "methods"])
def test_every_view_shows_its_shipped_run(look, words):
    app = open_at("control", {"look": look})
    assert not app.exception and not app.warning
    text = plain(words(app))
    expected = {"steer": "**works**", "hide": "needs", "methods": "Gradients"}[look]
    assert expected in text


def test_an_own_pair_is_patched_and_hidden_live(ready, words):
    app = open_at("control", {"clean": "In Rome people speak", "corrupt": "In Paris people speak", "look": "hide"})
    assert not app.exception and not app.warning
    text = plain(words(app))
    assert "Italian" in text and "French" in text and "needs" in text


def test_where_both_prompts_have_one_answer_a_sentence_tells_it(ready):
    app = open_at("control", {"clean": "The opposite of hot is", "corrupt": "An opposite of hot is"})
    assert not app.exception and not app.warning
    assert any("no answer to restore" in info.value for info in app.info)
    assert any(header.value == "Try it" for header in app.header)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"clean": "One cat sat", "corrupt": "One cat sat down"}, "equally many"),
        ({"clean": "x " * 300}, "tokens"),
        ({"clean": "a b c", "corrupt": "a b c"}, "the same"),
        ({"test_layer": "99", "look": "heads"}, "test_layer"),
        ({"look": "steer", "towards": "cat"}, "single token"),
        ({"look": "steer", "words": "boat", "other_words": "boat"}, "both sides"),
        ({"look": "steer", "strength": "nan"}, "strength"),
    ],
)
def test_what_cannot_be_run_is_told_and_the_page_still_teaches(fields, sentence):
    app = open_at("control", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
