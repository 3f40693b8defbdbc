import json

import pytest

from models.avatars import shipped
from models.diffusion.evaluate_steps import FILE, SCHEDULERS, STEPS, measure
from models.diffusion.net import PIPELINE


def test_the_curve_was_measured_on_the_shipped_weights_and_falls_with_the_first_steps():
    report = json.loads(FILE.read_text())
    assert report["weights_sha256"] == shipped.verify(PIPELINE), "run python -m models.diffusion.evaluate_steps"
    assert tuple(report["steps"]) == STEPS and set(report["curves"]) == set(SCHEDULERS)
    for curve in report["curves"].values():
        one, two, five, *_ = curve["frechet"]
        assert one > two > five
        assert max(curve["confidence"]) < report["real_confidence"], "the page says so"


def test_one_step_is_the_same_with_every_scheduler_and_worse_than_two():
    """All go from noise to x̂₀ in one leap."""
    report = measure(4, (1, 2), ("ddim", "dpm++"))
    ddim, solver = (report["curves"][name] for name in ("ddim", "dpm++"))
    assert ddim["frechet"][0] == pytest.approx(solver["frechet"][0], rel=2e-3)
    assert ddim["confidence"][0] < ddim["confidence"][1]
