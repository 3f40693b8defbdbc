"""The Python to take away draws what the app draws."""

import pytest

from models.skewed_flow.kinds import SURE, CaptionStep, TrainSkewed


@pytest.mark.parametrize("fields", [{"repair": "weighted"}, {"hats": 30, "named": False, "repair": "left_out"}])
def test_the_python_trains_as_the_app_does(fields, app, script):
    request = TrainSkewed(steps=5, seed=4, **fields)
    steps, done = [step for step in app(request) if isinstance(step, CaptionStep)], script(request)
    expected = [[step.hats.sum(), len(step.hats), (step.sure >= SURE).sum()] for step in steps]
    assert [done.numbers(n) for n in range(len(steps))] == pytest.approx(expected, abs=1)
