"""The page of Safety: untouched it shows the shipped texts; views, guesses and a bucket answer; faults are told."""

import pytest

from models.prepared import prepared
from models.safety.kinds import Mark
from models.shared_engine import engine
from pages.chapters.safety import faces, filters, numbers
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "").replace("\u202f", " ")


def test_the_untouched_page_shows_the_shipped_texts(words):
    app = open_at("safety", {})
    assert not app.exception and not app.warning
    said, values = plain(words(app)), numbers.of(prepared(Mark(scheme="none")), prepared(Mark()))
    assert f"{values['marked_hits']} of {values['marked_tosses']} tokens on the green list" in said
    assert values["marked_p"] in said and "finds the mark, even" in said
    assert "Rewritten" not in said, "the prediction's answer"


@pytest.mark.parametrize(
    ("view", "text"),
    [
        ("attacks", "Your text, Delete words"),
        ("filters", "AUROC: probe"),
        ("orders", "An order does not keep a secret"),
        ("law", "Your face is yours"),
    ],
)
def test_every_view_says_what_it_measured(words, view, text):
    app = open_at("safety", {"look": view})
    assert not app.exception
    assert text in plain(words(app))


def test_a_threshold_moves_both_kinds_of_error(words):
    said = plain(words(open_at("safety", {"look": "filters", "threshold": "0.9"})))
    assert plain(filters.summary(0.9)) in said


def test_twenty_guesses_are_scored_at_the_end(words):
    app = open_at("safety", {"look": "faces"})
    for number, face in enumerate(faces.chosen(0)):
        assert "of 20 right" not in plain(words(app)), "blind while faces are left"
        app.button(key=f"_face_{face.made}_{number}").click().run()
    assert not app.exception
    assert "You: 20 of 20 right" in plain(words(app))


def test_a_bucket_empties_as_one_clicks(words):
    app = open_at("safety", {"look": "rate"})
    for _ in range(7):
        app.button(key="_bucket_many").click().run()
    assert not app.exception
    assert "Asked 140" in plain(words(app)) and "refused **0**" not in plain(words(app))


def test_an_own_prompt_is_marked_live(ready, words):
    fields = {"story": "Say <b>hi</b>.", "tokens": "10", "scheme": "tournament", "look": "law"}
    app = open_at("safety", fields)
    assert not app.exception and not app.warning
    request = Mark(prompt="Say <b>hi</b>.", scheme="tournament", max_new_tokens=10)
    bare = Mark(prompt="Say <b>hi</b>.", scheme="none", max_new_tokens=10)
    values = numbers.of(engine().run(bare).trace(), engine().run(request).trace())
    assert f"{values['marked_hits']} of {values['marked_tosses']} rounds won" in plain(words(app))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"strength": "9"}, "strength"),
        ({"story": "x " * 200, "look": "law"}, "tokens"),
        ({"look": "filters", "sentence": " word" * 90}, "tokens"),
        ({"look": "orders", "ask": " word" * 90}, "tokens"),
    ],
)
def test_what_cannot_be_run_is_told_and_the_page_still_teaches(fields, sentence):
    app = open_at("safety", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
