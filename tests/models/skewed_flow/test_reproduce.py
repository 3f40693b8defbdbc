"""The Python to take away draws what the app draws."""

import numpy as np
import pytest

from models.skewed_flow.kinds import SURE, CaptionStep, TrainSkewed


def test_the_python_trains_as_the_app_does(app, script):
    request = TrainSkewed(hats=30, named=False, repair="weighted", steps=10, seed=4)
    steps, done = [step for step in app(request) if isinstance(step, CaptionStep)], script(request)
    assert len(done.lines) == len(steps)
    for place, step in enumerate(steps):
        hats, n, sure = done.numbers(place)
        assert (hats, sure) == pytest.approx((step.hats.sum(), (step.sure >= SURE).sum()), abs=1) and n == len(
            step.hats
        )
        assert done.off(f"{step.prompt}.png", np.concatenate(list(step.shown), 1)) <= 1
