"""The numbers of a written text equal a naive count, and those of beams add up to the beam's own score."""

import dataclasses
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine import ModelInfo, Trace
from models.text import tokenizer
from models.text.kinds import Write, WriteStep
from pages.chapters.writing import text as writing_text
from tests.arrays import assert_allclose

IDS = st.lists(st.integers(0, 5), max_size=40)
TOP = dict(
    top_ids=np.arange(20), top_probs=np.full(20, 0.05, np.float32), entropy_bits=1.0, milliseconds=10.0, passes=1
)
MODEL = ModelInfo("m", "", "fp32")


def naive_repetition(ids, n):
    """Counts, for each n-gram, whether it stood there before."""
    windows = [" ".join(map(str, ids[i : i + n])) for i in range(len(ids)) if i + n <= len(ids)]
    repeated = sum(windows[i] in windows[:i] for i in range(len(windows)))
    return repeated / len(windows) if windows else 0.0


@given(IDS, st.integers(1, 5))
def test_repetition_is_the_share_of_n_grams_that_stood_there_before(ids, n):
    assert_allclose(writing_text.repetition(ids, n), naive_repetition(ids, n), atol=1e-12)


@given(IDS)
def test_distinct_2_is_the_share_of_different_pairs(ids):
    pairs = Counter(zip(ids, ids[1:], strict=False))
    assert_allclose(writing_text.distinct(ids), len(pairs) / sum(pairs.values()) if pairs else 1.0)


@given(IDS, st.integers(1, 4))
def test_the_first_repeat_is_the_shortest_beginning_with_a_repetition(ids, n):
    found = writing_text.first_repeat(ids, n)
    repeats = [end for end in range(len(ids) + 1) if naive_repetition(ids[:end], n) > 0]
    assert found == (repeats[0] if repeats else None)


def steps_of(ids, logprobs):
    return [WriteStep(token_id=i, logprob=p, filtered_prob=0.5, **TOP) for i, p in zip(ids, logprobs, strict=True)]


def test_the_total_is_the_sum_and_surprise_is_in_bits():
    text = writing_text.written(steps_of([4, 5], [math.log(0.5), math.log(0.125)]))
    assert_allclose(text.bits, [1, 3])
    assert_allclose([text.total, text.mean], [math.log(0.0625), math.log(0.25)])


def test_a_beam_s_tokens_are_scored_by_its_own_beginnings_though_another_beam_led_meanwhile():
    beams = [([[7], [8]], [-1.0, -2.0]), ([[8, 1], [7, 1]], [-2.5, -4.0]), ([[8, 1, 3], [7, 1, 9]], [-3.0, -4.5])]
    steps = [
        WriteStep(
            token_id=0,
            logprob=0.0,
            filtered_prob=1.0,
            beam_ids=np.array(ids),
            beam_scores=np.array(s, np.float32),
            **TOP,
        )
        for ids, s in beams
    ]
    assert writing_text.new_ids(steps).tolist() == [8, 1, 3]
    assert_allclose(writing_text.beam_logprobs(steps), [-2.0, -0.5, -0.5])


@pytest.mark.parametrize(
    ("probability", "said"),
    [(1.0, "100.0 %"), (0.25, "25.0 %"), (0.01, "1.0 %"), (3.24e-27, "3.2 · 10⁻²⁷"), (9.97e-5, "1.0 · 10⁻⁴")],
)
def test_small_probabilities_are_said_as_powers_of_ten(probability, said):
    assert writing_text.power_of_ten(math.log(probability)).replace("\u202f", " ") == said


def test_an_impossible_text_has_probability_zero():
    assert writing_text.power_of_ten(-math.inf) == "0"


def test_the_text_leaves_out_the_tokens_that_mark_its_end():
    assert writing_text.text([*tokenizer.encode("Hello"), tokenizer.EOS_ID]) == "Hello"


def test_bytes_that_make_no_character_are_named_and_whole_characters_stay():
    cut = tokenizer.encode("a ☂")[:-1]
    assert writing_text.text(tokenizer.encode("Ünïcode ☂ 👩‍👩‍👧")) == "Ünïcode ☂ 👩‍👩‍👧"
    assert "�" not in writing_text.text(cut) and "⟨E2" in writing_text.text(cut)


def test_a_stopped_run_looks_like_the_run_that_asked_for_so_many_tokens():
    trace = Trace(Write(max_new_tokens=40), tuple(steps_of([4, 5, 6], [-1.0] * 3)), 30.0, MODEL)
    short = writing_text.shortened(trace, 2)
    assert short.request == Write(max_new_tokens=2)
    assert short.last.finish == "length" and short.last.output_ids.tolist() == [4, 5]
    assert len(short.steps) == 2 and short.milliseconds == 20


def test_a_text_that_ended_by_itself_is_the_same_however_many_tokens_more_are_asked_for():
    ended = dataclasses.replace(steps_of([2], [-1.0])[0], finish="end token", output_ids=np.array([4, 2]))
    trace = Trace(Write(max_new_tokens=40), (*steps_of([4], [-1.0]), ended), 20.0, MODEL)
    assert writing_text.shortened(trace, 30).last is ended


def test_the_request_that_scores_a_text_gives_all_of_it_and_samples_nothing():
    request = Write(prompt="A", chat=True, method="beam", seed=3)
    last = WriteStep(token_id=5, logprob=-1.0, filtered_prob=1.0, output_ids=np.array([4, 5]), finish="length", **TOP)
    request_of_scores = writing_text.scoring_request(Trace(request, (last,), 1.0, MODEL))
    assert request_of_scores == Write(prompt="A", chat=True, method="greedy", max_new_tokens=2, forced_ids=(4, 5))
