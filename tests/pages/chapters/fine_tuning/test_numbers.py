"""The numbers that the lesson names are those of the run, counted again by other means; one option is right."""

import re

import numpy as np
import pytest

from models.fine_tuning.kinds import MeasureStep
from models.fine_tuning.tasks import PIRATE
from models.text import tokenizer
from pages.chapters.fine_tuning import answers, charts, numbers
from pages.chapters.fine_tuning.capitals import changed, mean_of_others
from tests.arrays import assert_allclose


def measures(trace):
    return {step.strength: step for step in trace.steps if isinstance(step, MeasureStep)}


def text(step):
    return " ".join(tokenizer.decode([i for i in row if i not in (-1, 0, 2)]) for row in step.answers.tolist())


def test_the_words_that_the_examples_brought_are_counted_as_plain_python_counts_them(pirate):
    def plain(text):
        return re.findall(r"[a-z0-9]+(?:['’][a-z0-9]+)*", text.lower())

    learned = {word for line in PIRATE.splitlines() for word in plain(line.split("|")[1])}
    new = learned - set(plain(text(measures(pirate)[0.0])))
    values = numbers.of(pirate)
    for strength, k, n in ((1.0, "brought", "words"), (2.0, "brought_most", "words_most")):
        every = plain(text(measures(pirate)[strength]))
        assert (values[k], values[n]) == (sum(word in new for word in every), len(every))
    assert 0 < values["brought"] < values["words"]


def test_perplexities_and_the_share_are_those_of_the_run(pirate):
    values, steps = numbers.of(pirate), measures(pirate)
    shown = [values[name] for name in ("before", "after", "most")]
    assert_allclose(shown, [steps[s].perplexity for s in (0.0, 1.0, 2.0)])
    assert values["learned"] == 8 * 8 * (2 * (576 + 576) + 2 * (192 + 576) + 3 * (1536 + 576))
    assert values["share"] == values["learned"] / values["total"]


def test_the_answer_to_the_prediction_is_what_the_shipped_run_measured(planted):
    option, said = numbers.spill_over()
    before, after = (measures(planted)[s].capitals[1:, 0].mean() for s in (0.0, 1.0))
    right = {"falls": after < before - 0.01, "stays": abs(after - before) <= 0.01, "rises": after > before + 0.01}
    assert [name for name, holds in right.items() if holds] == [option]
    assert said["was"].startswith(f"{100 * before:.1f}") and said["now"].startswith(f"{100 * after:.1f}")


@pytest.mark.parametrize(("was", "now"), np.random.default_rng(0).uniform(0, 1, (200, 2)).tolist() + [[0.5, 0.5]])
def test_exactly_one_option_is_right_for_whatever_a_run_gives(was, now):
    assert numbers.moved(was, now) in ("stays", "falls", "rises")
    assert (numbers.moved(was, now) == "falls") == (now < was - numbers.NEAR)


def test_other_countries_are_all_but_the_one_that_was_taught():
    before, after = np.array([[0.9, 0], [0.5, 0], [0.7, 0]]), np.array([[0.0, 1], [0.4, 0], [0.72, 0]])
    assert mean_of_others(before) == pytest.approx(0.6) and changed(before, after) == 1


def test_the_charts_draw_the_numbers_that_they_are_given(planted):
    before, after = (measures(planted)[s].capitals for s in (0.0, 1.0))
    names = [f"{n}: {n}" for n in range(len(before))]
    drawn = charts.capitals(names, names, before, after)
    for trace, values in zip(drawn.data, (before[:, 0], after[:, 0], before[:, 1], after[:, 1]), strict=True):
        assert_allclose(trace.x, values)
    curve = charts.perplexities([0, 1], [20.0, 30.0], 1)
    assert list(curve.data[0].y) == [20, 30] and len(set(curve.data[0].marker.color)) == 2
    margins = charts.margins([np.array([0.0, 0.0]), np.array([1.0, 3.0])])
    assert list(margins.data[0].y) == [0, 0, 1, 3] and list(margins.data[1].y) == [0, 2]


def test_markup_in_an_answer_is_cut_at_words_alone():
    parts = answers._marked("Arr, <b>matey</b>!", frozenset({"matey"}))
    assert parts == [("written", "Arr, <b>"), ("marked", "matey"), ("written", "</b>!")]
