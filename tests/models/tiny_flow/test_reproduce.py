"""The Python to take away draws the run's pictures."""

import numpy as np
import pytest

from models.tiny_flow.kinds import TrainFlow


@pytest.mark.parametrize("fields", [{}, {"pictures": 30, "learning_rate": 0.01}], ids=["default", "few"])
def test_the_python_trains_as_the_app_does(fields, app, script):
    request = TrainFlow(steps=10, seed=4, **fields)
    steps, done = app(request), script(request)
    assert len(done.lines) == len(steps)
    for place, step in enumerate(steps):
        assert done.numbers(place) == pytest.approx([step.number, step.held_out, step.nearest], abs=2e-3)
        assert done.off(f"update-{step.number}.png", np.concatenate(list(step.drawn), 1)) <= 1
