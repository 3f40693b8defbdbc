"""The story world: the same stories for a seed, true facts, and an entropy that is counted in another way."""

import hashlib
import itertools
import math
from dataclasses import replace

import pytest

from models.stories import corpus, english, story
from models.stories.story import Dice, tell

LANGUAGES = pytest.mark.parametrize("language", corpus.LANGUAGES)
HASHES = {"en": "ed8ab1c39ee0876d", "de": "1bd6ed2154489f55"}


def told(language, count=400, seed=5):
    return list(itertools.islice(corpus.stories(language, seed), count))


@LANGUAGES
def test_the_same_seed_tells_the_same_text_on_every_machine(language):
    text = corpus.text(language, 100_000, seed=7)
    assert hashlib.sha256(text.encode()).hexdigest().startswith(HASHES[language])
    assert 100_000 <= len(text) < 101_500 and text.endswith("\n")
    assert corpus.text(language, 100_000, seed=8) != text


def every(words):
    """Every story that these words can tell: each choice in turn, to the end of all."""
    path = [0]
    while path:
        counts = []

        def draw(n, counts=counts):
            counts.append(n)
            if len(counts) > len(path):
                path.append(0)
            return path[len(counts) - 1]

        yield tell(words, Dice(draw))
        while path and path[-1] + 1 == counts[len(path) - 1]:
            path.pop()
        if path:
            path[-1] += 1


def test_the_bits_of_a_story_are_its_probability(monkeypatch):
    monkeypatch.setattr(story, "BETWEEN", (1, 1))
    monkeypatch.setattr(story, "RECALLED", (1, 2))
    e = english.WORDS
    few = {
        name: getattr(e, name)[:1] for name in ("colours", "garments", "things", "pets", "hairs", "places", "wheres")
    }
    words = replace(
        e,
        **few,
        girls=e.girls[:2],
        boys=e.boys[:2],
        towns=e.towns[:2],
        petnames=e.petnames[:1],
        foods=e.foods[:1],
        feelings=e.feelings[:1],
        numbers=e.numbers[:1],
        open=e.open[:1],
        facts={name: e.facts[name][:1] for name in ("town", "food", "garment")},
        go=e.go[:1],
        meet=[e.meet[0], e.meet[3]],
        find=e.find[:1],
        between=["They counted to {number}.", "{friend} told a story about {any_town}."],
        recall={name: sentences[:1] for name, sentences in e.recall.items()},
    )
    stories = list(every(words))
    assert len({s.text for s in stories}) == len(stories) > 1000, "a text is told in one way alone"
    assert math.isclose(math.fsum(2**-s.bits for s in stories), 1, rel_tol=1e-9)


@LANGUAGES
def test_the_floor_is_the_mean_of_bits_over_characters(language):
    some = told(language, 3000, seed=11)
    floor = sum(s.bits for s in some) / sum(len(s.text) + 1 for s in some)
    assert corpus.floor(language) == pytest.approx(floor, abs=0.003)
    assert 0.15 < floor < 0.3


@LANGUAGES
def test_what_is_recalled_was_said_before_and_one_ending_alone_is_true(language):
    for s in told(language):
        for recall in s.recalls:
            right = recall.endings[recall.right]
            at = s.sentences.index(right)
            assert recall.before == " ".join(s.sentences[:at]) and 2 <= recall.distance <= at
            assert len(set(recall.endings)) == len(recall.endings) >= 10
            pairs = zip(right.split(), recall.endings[recall.right - 1].split(), strict=True)
            [value] = [word for word, other in pairs if word != other]
            assert value.strip(".,“”„!?") in s.sentences[at - recall.distance], "the first mention says it"


@LANGUAGES
def test_nobody_meets_a_namesake_and_no_slot_is_left_open(language):
    some = told(language)
    assert not any("{" in s.text or "}" in s.text or "  " in s.text for s in some)
    assert all(sentence[0].isupper() or sentence[0] in "“„" for s in some for sentence in s.sentences)
    assert {r.fact for s in some for r in s.recalls} == {"town", "food", "friend", "pet"}
    assert len({word for s in some for word in s.text.split()}) < 600


@LANGUAGES
def test_the_shipped_sample_and_the_hash_on_the_card_are_those_of_the_stories(language, root):
    folder = root / "models" / "stories"
    assert (folder / f"sample_{language}.txt").read_text(encoding="utf-8") == corpus.text(language, 20_000, seed=2)
    whole = corpus.text(language, 5_000_000, seed=2)
    assert hashlib.sha256(whole.encode()).hexdigest() in (folder / "card.md").read_text(encoding="utf-8")
