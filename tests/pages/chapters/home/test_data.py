"""What Home says: every event has a source, every link leads to a chapter and sets controls that it has."""

import re
from datetime import date

import pytest

from models.text import tokenizer
from pages.chapters.home import data
from pages.frame import registry, rows

ROOT = data.HOME.parents[1]
SLUGS = {chapter.slug for chapter in registry.CHAPTERS}
EVENTS, FAMILIES, APPLICATIONS, QUESTIONS = (
    read() for read in (data.events, data.families, data.applications, data.questions)
)
LINKS = [(link.chapter, dict(link.sets)) for link in (*APPLICATIONS, *QUESTIONS) if link.chapter]
# Read on the page as they stand, so nothing in them may be taken for Markdown, a formula, an icon or a colour.
MARKUP = re.compile(r"[*_`$<>\[\]{}\\]|:\w+:|:\w+\[|https?://")


def sources_of(chapter):
    """The text of all files of the chapter."""
    files = (ROOT / "pages" / chapter.file).parent.glob("*.py")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_the_timeline_runs_from_1950_to_today_with_at_least_thirty_events():
    years = [event.year for event in EVENTS]
    assert len(years) >= 30
    assert years == sorted(years), "oldest first"
    assert years[0] == 1950 and max(years) <= date.today().year


def test_every_event_has_a_source_that_can_be_looked_up():
    for event in EVENTS:
        assert event.source and event.link.startswith("https://"), event.title


def test_an_arxiv_source_is_linked_under_the_number_that_it_names():
    for event in EVENTS:
        for number in re.findall(r"arXiv:(\S+)", event.source):
            assert event.link == f"https://arxiv.org/abs/{number}", event.title


def test_no_two_events_share_a_title_or_a_source():
    assert len({event.title for event in EVENTS}) == len({event.link for event in EVENTS}) == len(EVENTS)


def test_every_event_and_family_stands_in_a_lane_of_the_timeline():
    lanes = {lane.id for lane in data.LANES}
    assert {event.family for event in EVENTS} == lanes, "and no lane is empty"
    assert {family.key for family in FAMILIES} <= lanes


@pytest.mark.parametrize("kind", ["text", "title"])
def test_events_are_told_in_short_sentences(kind):
    for event in EVENTS:
        for sentence in re.split(r"(?<=[.?!])\s", getattr(event, kind)):
            assert 0 < len(sentence.split()) <= 20, sentence


def test_every_card_names_a_chapter_of_the_registry_or_none():
    named = {card.chapter for card in (*EVENTS, *FAMILIES, *APPLICATIONS, *QUESTIONS)}
    assert named - {""} <= SLUGS


@pytest.mark.parametrize(("slug", "sets"), LINKS, ids=[f"{slug}?{'&'.join(sets)}" for slug, sets in LINKS])
def test_every_parameter_of_a_link_is_valid_and_a_control_that_its_chapter_has(slug, sets):
    chapter = registry.chapter(slug)
    for name, raw in sets.items():
        if name == "depth":
            assert raw in ("plain", "deep")
            continue
        rows.of(name, slug).parse(raw)  # raises InvalidRequest for a value outside the limits
        if chapter in registry.written():
            assert f'"{name}"' in sources_of(chapter), f"{slug} draws no control {name}"


def test_there_are_at_least_twelve_questions_and_each_leads_to_an_experiment():
    assert len(QUESTIONS) >= 12
    for question in QUESTIONS:
        assert question.ask.endswith("?") and question.show and question.chapter, question.ask
        assert question.sets, f"“{question.ask}” leads to a page, not to an experiment"


def test_an_answer_has_two_to_four_plain_sentences():
    for question in QUESTIONS:
        sentences = re.split(r"(?<=[.?!])\s", question.answer)
        assert 2 <= len(sentences) <= 4, question.ask
        assert all(len(sentence.split()) <= 20 for sentence in sentences), question.ask


def test_nothing_in_the_texts_is_taken_for_markup():
    for record in (*EVENTS, *FAMILIES, *APPLICATIONS, *QUESTIONS):
        for name, value in vars(record).items():
            if isinstance(value, str) and name not in ("link", "icon"):
                assert not MARKUP.search(value), value


def test_the_numbers_in_the_answers_are_those_of_the_model():
    text = " ".join(question.answer for question in QUESTIONS)
    assert f"{tokenizer.vocab_size:,} tokens" in text
    assert "30 layers" in text and "135 million" in text


def test_every_family_has_a_picture_that_takes_its_colours_and_describes_itself():
    for family in FAMILIES:
        svg = data.drawing(family.key, "#123456", "#FEDCBA")
        assert svg.startswith("<svg") and "#123456" in svg and "current" not in svg
        assert family.drawing.endswith(".")
