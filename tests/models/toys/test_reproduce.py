"""The Python to take away for the two players plays the same game."""

import numpy as np
import pytest

from models import reproduce
from models.shared_engine import engine
from models.toys.kinds import GanToy


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"shape": "ring", "noise": "uniform"},
        {"shape": "spiral", "noise": "line"},
        {"shape": "moons", "r1_weight": 0.0, "critic_rate": 0.01},
        {"drawn": ((0.1, -0.5), (0.2, 0.3))},
    ],
    ids=["default", "ring", "spiral", "moons", "drawn"],
)
def test_the_python_of_a_game_ends_in_the_page_s_points(fields, capsys):
    request = GanToy(turns="10D 15DG 3G", seed=4, **fields)
    names = {}
    exec(reproduce.python(request), names)
    last = engine().run(request).trace().last
    np.testing.assert_allclose(names["made"].numpy(), last.samples, atol=5e-3)
    turn, critic, generator = capsys.readouterr().out.splitlines()[-1].split()
    assert int(turn) == last.number == 43
    assert float(critic) == pytest.approx(last.critic_loss, abs=2e-3)
    assert float(generator) == pytest.approx(last.generator_loss, abs=2e-3)
