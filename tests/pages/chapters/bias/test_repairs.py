"""Repairs: what is told of them follows from the counts, with and without an effect."""

import numpy as np
from scipy.stats import binomtest

from models.prepared import prepared
from models.skewed_flow.counted import Drawn
from models.skewed_flow.kinds import REPAIRS, SURE, CaptionStep
from pages.basics.words import show
from pages.chapters.bias import charts, repairs
from pages.chapters.bias.repairs import Row
from tests.arrays import assert_allclose
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "")


def row(name, hats, sure, nearest=1.0, n=300):
    return Row(name, 400, Drawn(n, hats, sure, 0, nearest, np.zeros((12, 16, 16, 3), np.uint8)))


def test_every_name_is_told_whole():
    """However many there are."""
    told = plain(repairs.outcome(repairs.shipped()))
    assert all(row.name in told for row in repairs.shipped()[1:])


def test_the_rows_are_those_of_the_runs():
    rows = repairs.shipped()
    for request, given in zip(REPAIRS, rows, strict=False):
        step = next(s for s in prepared(request).steps if isinstance(s, CaptionStep))
        assert (given.drawn.hats, given.drawn.sure) == (step.hats.sum(), (step.sure >= SURE).sum())
    assert [r.learned_from for r in rows] == [400, 80, 400, 400, 400]
    asked = [s for s in prepared(REPAIRS[0]).steps if isinstance(s, CaptionStep) and s.prompt in ("hat", "no_hat")]
    assert rows[-1].drawn.hats == sum(s.hats.sum() for s in asked) and rows[-1].drawn.n == 200


def test_a_repair_is_said_to_help_or_to_cost_only_where_the_intervals_show_it():
    before = row("before", 30, 240)
    told = plain(repairs.outcome([before, row("good", 150, 240), row("half", 100, 100, 0.5), row("same", 35, 238)]))
    low, high = binomtest(30, 300).proportion_ci(method="wilson")
    assert f"30 of 300** ({show(low, '.0%')} to {show(high, '.0%')})" in told
    assert "inside the interval of: good." in told and "not there: half." in told
    assert "Less clear than without a repair: half." in told and "copy: half (0.50" in told
    assert "same" not in told
    nothing = plain(repairs.outcome([before, row("same", 35, 238, 1.1)]))
    assert "No repair reaches" in nothing and "None is shown to be less clear" in nothing and "copy" not in nothing


def test_the_chart_draws_shares_of_hats_and_of_clear_pictures():
    figure = charts.repaired([("a", (1, 4), (2, 4)), ("b", (3, 4), (4, 4))], 0.5)
    assert_allclose(figure.data[0].x, [0.25, 0.75])
    assert_allclose(figure.data[1].x, [0.5, 1])


def test_the_view_shows_the_shipped_runs_and_offers_others(words):
    app = open_at("bias", {"look": "repairs", "into": "20"})
    assert not app.exception and not app.warning
    assert "the many left out" in plain(words(app))
    assert any(button.label == "Let it learn with these settings" for button in app.button)
