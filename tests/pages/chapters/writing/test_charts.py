"""The figures of Writing draw the numbers they are given, and text as text."""

import numpy as np

from pages.basics.theme import DARK, LIGHT
from pages.chapters.writing import charts
from tests.arrays import assert_allclose

CURVES = {"Greedy": np.array([-1.0, -0.5, -0.25]), "Top-k <b>": np.array([-2.0, -3.0])}


def test_the_race_starts_at_zero_and_adds_up_the_log_probabilities():
    figure = charts.race(CURVES)
    greedy, top_k = figure.data
    assert_allclose(greedy.x, [0, 1, 2, 3])
    assert_allclose(greedy.y, [0, -1, -1.5, -1.75])
    assert_allclose(top_k.y, [0, -2, -5])


def test_the_labels_of_the_race_tell_the_totals_and_never_cover_each_other():
    same = {f"racer {i}": np.array([-10.0 - i / 100]) for i in range(6)}
    labels = charts.race(same).layout.annotations
    heights = sorted(label.y for label in labels)
    assert len(labels) == 6 and min(np.diff(heights)) > 0.5
    assert {label.text for label in charts.race(CURVES).layout.annotations} == {"Greedy -2", "Top-k &lt;b&gt; -5"}


def test_no_line_of_the_race_is_told_by_colour_alone():
    lines = charts.race({f"racer {i}": np.array([-1.0]) for i in range(6)}).data
    assert len({line.line.dash for line in lines}) == len({line.line.color for line in lines}) == 6


def test_text_in_a_label_is_never_markup():
    assert [line.name for line in charts.race(CURVES).data] == ["Greedy", "Top-k &lt;b&gt;"]


def test_the_cache_chart_counts_from_the_length_of_the_prompt_and_starts_at_zero():
    figure = charts.cache(np.array([50.0, 30.0]), np.array([50.0, 60.0]), start=5, palette=DARK)
    without, with_cache = figure.data
    assert (without.name, with_cache.name) == ("without cache", "with cache")
    assert_allclose(with_cache.x, [5, 6])
    assert_allclose(with_cache.y, [50, 30])
    assert_allclose(without.y, [50, 60])
    assert figure.layout.yaxis.rangemode == "tozero"
    assert without.line.color == DARK.orange != LIGHT.orange
    assert "ms" in figure.layout.yaxis.title.text
