"""Home: it runs at once, links lead where they say, planned chapters do not link, unknown addresses get a sentence."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from models.engine import Trace
from models.engine.model_info import ModelInfo
from models.prepared import prepared
from models.text import tokenizer
from models.text.kinds import Write, WriteStep, story
from pages.chapters.home import data, film
from pages.frame import not_found, registry

WRITTEN = {chapter.slug for chapter in registry.written()}


@pytest.fixture(scope="module")
def home(root):
    return AppTest.from_file(str(root / "pages" / "front.py"), default_timeout=60).run()


def links(app):
    """(chapter, parameters) of every link to a page."""
    protos = [link.proto for link in app.get("page_link")]
    return [(proto.page, dict(parse_qsl(proto.query_string, keep_blank_values=True))) for proto in protos]


def test_home_runs_and_has_one_title(home):
    assert not home.exception and not home.warning and not home.error
    assert [title.value for title in home.title] == ["Generative AI, Live"]


def test_the_demonstration_plays_a_prepared_writing_and_says_so(home):
    assert prepared(story()) is not None
    assert any("prepared" in m.value and "SmolLM2" in m.value for m in home.markdown)


def test_the_path_links_every_written_chapter_and_no_other(home):
    assert {slug for slug, _ in links(home)} == WRITTEN
    lines = [m.value for m in home.markdown if "planned:" in m.value]
    planned = [chapter for chapter in registry.CHAPTERS if chapter.slug not in WRITTEN]
    assert len(lines) == len({chapter.part for chapter in planned}), "one line per part"
    for chapter in planned:
        assert any(chapter.part in line and chapter.title in line for line in lines), chapter.slug


def test_every_question_and_application_leads_to_its_experiment(home):
    there = links(home)
    for card in (*data.questions(), *data.applications()):
        if card.chapter in WRITTEN:
            assert (card.chapter, dict(card.sets)) in there, card


def test_links_to_one_chapter_have_names_of_their_own(home):
    names = [link.proto.label for link in home.get("page_link") if link.proto.label.startswith("Open ")]
    assert sum("Writing" in name for name in names) > 1
    assert len(set(names)) == len(names)


def test_every_question_is_asked(home):
    assert [e.label for e in home.expander] == [question.ask for question in data.questions()]


def test_what_an_address_says_wrongly_is_named_on_home_too(root):
    app = AppTest.from_file(str(root / "pages" / "front.py"), default_timeout=60)
    app.query_params["foo"] = "<b>bar</b>"
    app.run()
    assert not app.exception and any("foo" in warning.value for warning in app.warning)


@pytest.mark.parametrize(
    ("url", "base", "slug"),
    [
        ("http://host/nothing-here", "", "nothing-here"),
        ("http://host/nothing-here/", "", "nothing-here"),
        ("http://host/gan-and-more", "", "gan-and-more"),
        ("http://host/caf%C3%A9", "", "café"),
        ("http://host/live/nothing-here", "/live", "nothing-here"),
        ("http://host/live", "/live", ""),
        ("http://host/school/live/", "/school/live", ""),
        ("http://host/next-token", "", ""),
        ("http://host:8501/", "", ""),
        ("http://host:8501", "", ""),
        (None, "", ""),
    ],
)
def test_an_address_is_unknown_when_no_chapter_has_it(url, base, slug):
    assert not_found.unknown(url, base) == slug


def step(token_id, prob, top):
    return WriteStep(
        passes=1,
        token_id=token_id,
        logprob=float(np.log(prob)),
        filtered_prob=prob,
        entropy_bits=1.0,
        milliseconds=1.0,
        top_ids=np.array([i for i, _ in top]),
        top_probs=np.array([p for _, p in top], np.float32),
    )


def trace(*steps):
    return Trace(Write(), tuple(steps), 1.0, ModelInfo("none", "", "fp32"))


def test_the_film_shows_the_chosen_token_among_the_candidates_with_its_own_probability():
    cat, dog, cow = (tokenizer.encode(word)[0] for word in (" cat", " dog", " cow"))
    among, beside = film.frames(trace(step(cat, 0.5, [(dog, 0.5), (cat, 0.25)]), step(cow, 0.125, [(dog, 0.5)])))
    assert among.candidates[among.chosen] == ("␣cat", 0.25) and len(among.candidates) == 2
    assert beside.candidates[beside.chosen] == ("␣cow", pytest.approx(0.125)) and len(beside.candidates) == 2


def test_the_film_writes_the_text_of_the_trace_even_where_a_character_takes_several_tokens():
    ids = tokenizer.encode("é 猫 👩‍👩‍👧")
    shown = film.frames(trace(*(step(i, 0.5, [(i, 0.5)]) for i in ids)))
    assert len(shown) == len(ids) and "".join(frame.text for frame in shown) == "é 猫 👩‍👩‍👧"
    assert all("\ufffd" not in frame.text for frame in shown)


def test_the_first_text_that_a_visitor_sees_reads_well():
    """It was a text whose first token had a probability of 0.01 %."""
    recorded = prepared(story())
    probs = [frame.candidates[frame.chosen][1] for frame in film.frames(recorded)]
    assert min(probs) > 0.01 and np.median(probs) > 0.3


def test_the_prepared_film_is_the_prepared_text():
    recorded = prepared(story())
    text = "".join(frame.text for frame in film.frames(recorded))
    assert text == tokenizer.decode(recorded.last.output_ids.tolist())
