"""When a run passes a machine, whether it stalls or overfits, and the answer to the prediction."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.prepared import prepared
from models.tiny_transformer.kinds import OVERFITTING, SIDE_BY_SIDE, ProgressStep
from pages.chapters.training import machines, numbers, outcome
from pages.chapters.training.steps import progress, text
from pages.frame import lesson


def run(*held_out):
    return [
        ProgressStep(passes=2, number=n, train=b, held_out=b, gradient_norm=0.0, learning_rate=0.0)
        for n, b in enumerate(held_out)
    ]


MEANING = {  # what each label says of the start, the lowest and the end
    "falls": lambda first, lowest, last: last <= 1.05 * lowest and last <= first,
    "rises": lambda first, lowest, last: 1.05 * lowest < last <= first,
    "worse": lambda first, lowest, last: last > first,
}


@settings(max_examples=300)
@given(st.lists(st.floats(0.01, 20), min_size=1, max_size=6))
def test_exactly_one_option_is_right_and_it_is_the_answer(bits):
    right = [key for key, holds in MEANING.items() if holds(bits[0], min(bits), bits[-1])]
    assert right == [outcome.answer(run(*bits))]


def test_the_lesson_offers_just_these_options():
    _question, options, _reveal = lesson._prediction(lesson.sections("training")["predict"])
    assert set(options) == {*MEANING, "not_sure"}


def test_the_prediction_is_answered_by_the_run_that_it_asks_for():
    key, values = numbers.overfitting()
    steps = progress(prepared(OVERFITTING))
    lowest = min(steps, key=lambda step: step.held_out)
    assert key == outcome.answer(steps) == "rises"
    assert values["when"] == str(lowest.number) and values["source"] == "prepared"
    assert float(values["end"]) == pytest.approx(steps[-1].held_out, abs=0.006)


def test_a_machine_is_passed_at_the_first_measured_update_below_it(shipped):
    steps, bits = progress(shipped), float(text(shipped).ngrams[2])
    number = machines.passed(steps, bits)
    at = next(i for i, step in enumerate(steps) if step.number == number)
    assert steps[at].held_out < bits <= steps[at - 1].held_out
    assert f"By update {number} it passes counting 2 pieces back" in machines.against(shipped, 2)
    assert machines.passed(run(2.0, 1.0), 0.5) is None


def test_a_run_says_that_it_stalls_diverges_or_overfits_and_nothing_if_it_learns(shipped):
    outcomes = [outcome.sentence(prepared(request)) for request in SIDE_BY_SIDE]
    assert outcomes[0] == outcome.sentence(shipped) == ""
    assert outcomes[-1].startswith("After update ") and "diverged" in outcomes[-1]
    short = outcome.sentence(prepared(OVERFITTING))
    lowest = min(progress(prepared(OVERFITTING)), key=lambda step: step.held_out)
    assert (
        short
        == f"It was lowest at update {lowest.number} ({lowest.held_out:.3f} bits) and has risen since: it overfits."
    )
    slow = outcomes[4]  # plain descent at 0.02
    assert "stalls" in slow and progress(prepared(SIDE_BY_SIDE[4]))[-1].held_out > text(shipped).ngrams[0]


def test_the_numbers_of_the_lesson_follow_from_the_steps(shipped):
    values, step, last = numbers.of(shipped), text(shipped), progress(shipped)[-1]
    assert values["held_out"] == last.held_out
    assert values["nats"] * values["per_piece"] / math.log(2) == pytest.approx(last.held_out, rel=1e-12)
    assert values["epochs"] == pytest.approx(400 * 1024 / step.length)
    assert values["predicted"] == pytest.approx(values["came"], abs=0.01)
