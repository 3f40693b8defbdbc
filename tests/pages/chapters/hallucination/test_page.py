"""The page of Hallucination: untouched it shows the shipped run; own questions and facts are answered live."""

import pytest

from models.answers.kinds import ASKED, Ask
from models.invented_people.kinds import LearnPeople
from models.invented_people.learned import learned
from models.prepared import prepared
from models.shared_engine import engine
from pages.chapters.hallucination.clusters import answers
from tests.opening import open_at
from tests.pages.conftest import loaded


def plain(text):
    return str(text).replace("\\", "")


def test_the_untouched_page_shows_the_shipped_run_and_keeps_the_truth_for_after_the_guess(words):
    app = open_at("hallucination", {})
    assert not app.exception and not app.warning
    said, given = plain(words(app)), answers(prepared(ASKED))
    assert f"{given.agreeing} of 10 agree" in said and given.greedy in said
    assert "Ankara" not in said
    app.get_by_key("_guess_hallucination").set_value("most").run()
    assert not app.exception
    assert "The first answer is wrong" in plain(words(app)) and "sure answer" in plain(words(app))


@pytest.mark.parametrize("look", ["sure", "fact", "why"])
def test_each_view_is_drawn_from_what_is_shipped(look, words):
    app = open_at("hallucination", {"look": look})
    assert not app.exception and not app.warning
    assert {"sure": "Sure and wrong", "fact": "Ankara", "why": "never read of"}[look] in plain(words(app))


def test_an_own_question_with_an_own_fact_is_answered_live(ready, words):
    address = {"ask": "Who is <b>Bo</b>?", "look": "fact", "given": "own", "fact": "Bo is a dog."}
    app = open_at("hallucination", address)
    assert not app.exception and not app.warning
    trace = engine().run(Ask(question="Who is <b>Bo</b>?", fact="Bo is a dog.")).trace()
    said = plain(words(app))
    assert "nobody here knows" in said and answers(trace).greedy in said
    assert "<b>" not in words(app)


def test_a_world_of_ones_own_is_learned_at_a_click(words):
    loaded("invented_people")
    app = open_at("hallucination", {"look": "why", "sentences": "500", "world": "4"})
    assert not app.exception and "In yours" not in plain(words(app))
    next(button for button in app.button if button.label == "Let a network learn this world").click().run()
    assert not app.exception and not app.warning
    request = LearnPeople(sentences=500, seed=4)
    given = learned(request, engine().run(request).trace().steps)
    assert f"measured **{100 * given.wrong_at_last / 4000:.1f}" in plain(words(app))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ask": "why " * 80}, "tokens"),
        ({"sure": "11"}, "sure"),
        ({"look": "fact", "given": "own", "fact": "x " * 90}, "tokens"),
    ],
)
def test_what_cannot_be_asked_is_told_and_the_page_still_teaches(fields, sentence):
    app = open_at("hallucination", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
