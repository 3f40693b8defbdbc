"""The numbers that Memorisation draws and names, computed again by other means; sentences with, without the effect."""

from dataclasses import replace
from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from scipy.stats import t

from models.fine_tuning.kinds import ExposureStep, Plant, by_copies
from models.prepared import prepared
from models.text.famous import PI, TEXTS
from models.text.kinds import Score
from models.tiny_flow.kinds import BY_PICTURES
from models.tiny_flow.pictures import pictures
from models.tiny_transformer.kinds import OVERFITTING, Train
from pages.chapters.memorisation import compared, copied, faces, planted, recognised, spans
from pages.chapters.memorisation.compared import Pair, option
from pages.chapters.memorisation.nearest import COPY, nearest
from pages.chapters.memorisation.recall import Recall, recall
from pages.chapters.memorisation.spans_in import spans as spans_in
from tests.arrays import assert_allclose, assert_array_equal


def made(bits, ranks=None):
    n = len(bits)
    ranks = np.ones(n, int) if ranks is None else np.array(ranks)
    return Recall(np.arange(n), np.array(bits, float), ranks, np.arange(n) + 100)


def plain(text):
    return text.replace("\\", "")


def known(text):
    return recall(prepared(Score(text=text)).last)


def test_copied_stretches_are_runs_of_favourites():
    ranks = [0, 1, 1, 2, 1, 1, 1, 9, 1]
    expected = [0, *(next((i for i, r in enumerate(ranks[k:]) if r != 1), len(ranks) - k) for k in range(1, 9))]
    assert_array_equal(made([1] * 9, ranks).copied(), expected)


def test_of_a_short_text_the_second_half_is_rated():
    assert made([np.nan, 9, 9, 9, 1, 1, 1, 1]).mean == 1
    assert len(made([np.nan] + [1] * 49).rated) == 30
    assert made([np.nan, 0.1, 0.2, 0.1]).sure == 1, "−log₂ 0.9 = 0.152 bits"


def test_famous_texts_are_told_from_their_twins_by_student_s_interval():
    pairs = [Pair(known(pair.famous), known(pair.fresh)) for pair in TEXTS.values()]
    gaps = np.array([pair.fresh.mean - pair.famous.mean for pair in pairs])
    margin = t.ppf(0.975, len(gaps) - 1) * gaps.std(ddof=1) / len(gaps) ** 0.5
    text = plain(compared.summary(pairs))
    assert f"{gaps.mean():+.1f} bits" in text and f"{gaps.mean() - margin:+.1f} to {gaps.mean() + margin:+.1f}" in text
    assert f"**{np.median([pair.famous.mean for pair in pairs]):.1f} bits" in text and "tells them apart" in text
    level = [Pair(made([1.0 + i % 2] * 50), made([2.0 - i % 2] * 50)) for i in range(9)]
    assert "includes 0" in compared.summary(level)


def test_pi_is_guessed_and_exactly_one_option_is_right():
    given = known(PI.famous)
    assert option(given.mean) == "guessed" and abs(given.mean - log2(10)) < 0.2
    assert [option(bits) for bits in (0.2, 2.0, 3.3, 5.0)] == ["known", "partly", "guessed", "guessed"]
    digits = Pair(made([0.1] * 50), made([3.3] * 50))
    assert "by heart" in compared.of_pi(digits) and "**not**" in compared.of_pi(Pair(given, known(PI.fresh)))


@settings(max_examples=300)
@given(st.floats(0, 20))
def test_exactly_one_option_is_right_for_any_digits(bits):
    told = {"known": bits < 1, "partly": 1 <= bits < log2(10) - 0.3, "guessed": bits >= log2(10) - 0.3}
    assert [name for name, right in told.items() if right] == [option(bits)]


def test_what_a_text_beside_shows_is_told_either_way():
    low, high = made([1.0] * 50), made([5.0] * 50)
    assert "4.00 bits per token more" in plain(recognised.compared(low, high, own=False))
    assert "**less**" in recognised.compared(high, low, own=True) and "hint" in recognised.compared(high, low, own=True)


def test_how_far_it_copies_is_told_with_and_without_a_copy():
    given = known(TEXTS["declaration"].famous)
    assert "**11 more tokens**" in copied.summary(given, 10)
    assert "**nothing**" in copied.summary(made([1] * 9, [0, 1, 2, 2, 2, 2, 2, 2, 2]), 4)
    assert "all of the other 5" in copied.summary(made([1] * 9), 4)


def test_exposure_is_that_of_the_definition():
    assert_allclose([planted.exposure(rank) for rank in (1, 2, 10_000)], [log2(10_000), log2(5_000), 0], atol=1e-12)
    random = np.mean([planted.exposure(rank) for rank in range(1, 10_001)])
    assert round(random, 1) == 1.4, "as the page says of a random rank"


def test_more_copies_bring_the_codes_further_up():
    last = np.array([planted.exposures(prepared(request).steps)[-1] for request in by_copies()])
    means = last[:, :-1].mean(1)
    assert (np.diff(means[:3]) > 0).all() and means[-1] > 12 and last[:, -1].max() < 1
    text = plain(planted.curve_sentence([1, 16], np.array([[1.0, 2, 3, 0], [log2(10_000)] * 3 + [0.5]])))
    assert "2.0 bits" in text and "From 16 copies on" in text
    assert "copies on" not in planted.curve_sentence([1, 2], np.ones((2, 4)))


def test_sixteen_copies_bring_two_codes_out_and_one_copy_none():
    """As Home says."""
    first, *_more, last = (planted.looks(prepared(request).steps)[-1].ranks[:-1] for request in by_copies())
    assert ((last == 1).sum(), (first == 1).sum()) == (2, 0)


def test_with_four_copies_the_loss_on_unseen_sentences_still_falls():
    """As the lesson says."""
    looks = planted.looks(prepared(Plant()).steps)
    assert min(looks, key=lambda look: look.held_out) is looks[-1]
    assert looks[-1].ranks[:-1].max() < 10 < looks[0].ranks[:-1].min()
    assert "still falls" in planted.summary(prepared(Plant()))


def test_a_code_that_comes_out_and_one_that_does_not_are_told():
    class Made:
        request = Plant()

        def __init__(self, rank, held_out):
            first, last = (s for s in prepared(Plant()).steps if isinstance(s, ExposureStep) and s.number in (0, 24))
            ranks = last.ranks.copy()
            ranks[0] = rank
            self.steps = [first, replace(last, ranks=ranks, held_out=held_out)]

    assert "**number 1**" in planted.summary(Made(1, 9.0)) and "lowest at update 0" in planted.summary(Made(1, 9.0))
    assert "**number 700**" in planted.summary(Made(700, 1.0)) and "still falls" in planted.summary(Made(700, 1.0))


def test_the_nearest_pictures_are_scipy_s():
    some, learned = pictures()[-5:], pictures()[:40]
    distances = cdist(*(part.reshape(len(part), -1).astype(float) for part in (some, learned)))
    ordered = np.sort(distances, 1)
    given = nearest(some, learned)
    assert_array_equal(given.places, distances.argmin(1))
    assert_allclose(given.ratios, ordered[:, 0] / ordered[:, 1], atol=1e-6)
    assert nearest(learned[:3], learned).copies == 3 and COPY == pytest.approx(1 / 3)


def test_the_network_of_few_faces_copies_and_that_of_many_does_not():
    few, *_more, many = (faces.drawn(prepared(request)) for request in BY_PICTURES)
    assert ": it copies." in faces.sentence(few, faces.unseen(few.learned))
    assert "chance explains" in faces.sentence(many, faces.unseen(many.learned))


def test_stretches_are_those_of_a_plain_search():
    source = "the cat sat on the mat. a dog ran."
    text = "xx the cat sat on a dog ran. y"
    chosen = spans_in(text, source, 6)
    assert [text[s.start : s.start + s.length] for s in chosen] == ["the cat sat on ", " a dog ran."]
    assert [(s.place, s.times) for s in chosen] == [(0, 1), (23, 1)]
    assert spans_in("abc", "xyz", 2) == []


@pytest.mark.parametrize("request_", [OVERFITTING, Train()], ids=["few", "many"])
def test_the_longest_stretch_is_the_one_that_the_run_itself_measured(request_):
    trace = prepared(request_)
    last, source = spans.checkpoints(trace.steps)[-1], spans.source(trace)
    chosen = max(spans.copies(trace), key=lambda span: span.length)
    assert chosen.length == len(last.copied)
    assert source[chosen.place : chosen.place + chosen.length] == last.copied
    assert chosen.times == source.count(last.copied) and not set("*_`[<$") & set(last.continuation)


def test_overfitting_is_told_where_it_is():
    assert "it overfits as it copies" in spans.summary(prepared(OVERFITTING))
    assert "still falls" in spans.summary(prepared(Train()))
    few, many = ((spans.copies(t), spans.of_new_story(t)) for t in map(prepared, (OVERFITTING, Train())))
    assert "It copies." in spans.longest(*few) and "by themselves" in spans.longest(*many)
