"""Figures of shipped runs: those of the report are what the files give, and intervals are those that pages show."""

import json

import numpy as np
import pytest

from models.evaluate import __main__ as evaluate
from models.evaluate import shipped_runs
from models.evaluate.subjects import SUBJECTS
from models.few_pictures.kinds import FewPictures
from models.prepared import path_of
from pages.basics.intervals import wilson, with_margin

REPORT = json.loads(evaluate.STORE.read_text())


@pytest.mark.parametrize("name", shipped_runs.FILES)
def test_the_report_says_what_the_shipped_files_give(name):
    kept = REPORT[name]["shipped"]
    assert kept["figures"] == json.loads(json.dumps(getattr(shipped_runs, name)()))
    assert kept["weights"] == SUBJECTS[name].parts["shipped"].identity, "run python -m models.evaluate"


def test_a_share_and_a_mean_have_the_intervals_that_pages_show():
    given = shipped_runs.share(7, 30)
    assert (given["low"], given["high"]) == pytest.approx(wilson(7, 30), abs=1e-6) and given["n"] == 30
    values = [0.3, 0.5, 0.4, 0.35, 0.6]
    mean, half = with_margin(values)
    given = shipped_runs.mean(values)
    assert (given["mean"], given["high"] - given["low"]) == pytest.approx((mean, 2 * half), rel=4e-3)


def test_what_must_be_reached_is():
    figures = {name: REPORT[name]["shipped"]["figures"] for name in shipped_runs.FILES}
    answers, control = figures["answers"], figures["control"]
    right, plain, lie = (
        answers[name] for name in ("right, fact: right", "right, without a fact", "right, fact: false")
    )
    assert right["low"] > plain["high"] > plain["low"] > lie["high"]
    assert figures["bias"]["correlation of gap and share of women"]["high"] < 0
    assert control["steering: a random direction, nats"]["high"] < control["steering: shift of the odds, nats"]["low"]
    assert figures["safety"]["found at p ≤ 0.001, green"]["share"] >= 10 / 12
    bits = {name: row["bits per character"] for name, row in figures["history"].items() if isinstance(row, dict)}
    assert min(bits, key=bits.get) == "transformer"
    assert all(row["recall"]["share"] > 0.5 for row in figures["data_cleaning"].values())
    assert all(np.isfinite(row["low"]) for row in figures["few_pictures"].values())
    assert path_of(FewPictures()) in shipped_runs.FILES["few_pictures"]
