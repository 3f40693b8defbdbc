"""The page of Memorisation: untouched it shows shipped runs; an own text is scored; what does not fit is told."""

import pytest

from models.prepared import prepared
from models.text.famous import PI
from models.text.kinds import Score
from pages.chapters.memorisation.recall import recall
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "")


def test_the_untouched_page_shows_shipped_runs_and_does_not_give_the_answer_away(words):
    app = open_at("memorisation", {})
    assert not app.exception and not app.warning
    text = plain(words(app))
    assert "**0.81 bits per token**" in text and "**11 more tokens**" in text
    assert f"{recall(prepared(Score(text=PI.famous)).last).mean:.2f}" not in text, "the prediction's answer"


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ("all", "it does **not** know"),
        ("secret", "never planted"),
        ("faces", "it copies"),
        ("spans", "it overfits as it copies"),
    ],
)
def test_every_view_shows_its_shipped_runs(look, expected, words):
    app = open_at("memorisation", {"look": look})
    assert not app.exception and not app.warning
    assert expected in plain(words(app))


def test_an_own_text_takes_the_twin_s_place(ready, words):
    app = open_at("memorisation", {"own": "<b>bold</b> **stars** $x$ ÄÖÜ 你好", "look": "all"})
    assert not app.exception and not app.warning
    text = plain(words(app))
    assert "Your own text: **" in text and "fresh twin, never" not in text and "hint, not a proof" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"own": "word " * 400}, "tokens"),
        ({"own": "a"}, "two tokens"),
        ({"famous": "bible"}, "famous"),
        ({"given": "nan"}, "given"),
        ({"look": "secret", "copies": "17"}, "copies"),
        ({"look": "secret", "code": "12345"}, "code"),
    ],
)
def test_what_cannot_be_run_is_told_and_the_page_still_teaches(fields, sentence):
    app = open_at("memorisation", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)


def test_a_code_of_one_s_own_waits_for_a_click():
    app = open_at("memorisation", {"look": "secret", "code": "7", "copies": "3"})
    assert not app.exception
    assert any(button.label == "Plant these codes and train" for button in app.button)
