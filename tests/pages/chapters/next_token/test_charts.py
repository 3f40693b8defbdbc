"""How many tokens reach a share together, counted one by one."""

import numpy as np
import pytest

from pages.chapters.next_token import charts


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.999])
def test_reach_counts_the_likeliest_until_their_sum_is_there(share):
    probs = np.random.default_rng(0).dirichlet(np.full(5000, 0.05))
    total = count = 0
    for prob in sorted(probs, reverse=True):
        if total >= share:
            break
        total, count = total + prob, count + 1
    assert charts.reach(probs, share) == count


def test_the_curve_marks_where_half_and_nine_tenths_are_reached():
    probs = np.array([0.5, 0.25, 0.125, 0.0625, 0.0625])
    curve, marks = charts.cumulative(probs).data
    assert list(curve.y) == [50, 75, 87.5, 93.75, 100]
    assert list(zip(marks.x, marks.y, strict=True)) == [(1, 50), (4, 90)]


def test_every_temperature_has_a_chart_of_the_same_tokens():
    rows = [np.array([0.9, 0.1]), np.array([0.6, 0.4])]
    figure = charts.temperature_sweep(rows, [0.2, 2.0], ["a", "<b>"])
    assert [list(bars.x) for bars in figure.data] == [[90, 10], [60, 40]]
    assert figure.data[0].y == ("a", "&lt;b&gt;")
