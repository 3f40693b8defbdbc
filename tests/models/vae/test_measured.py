"""What pages read of the directions is what the file says, without torch."""

import json

from models.engine.limits import limits
from models.vae.kinds import Arithmetic
from models.vae.measured import FILE, directions
from tests.arrays import assert_allclose


def test_every_direction_that_can_be_asked_for_was_measured():
    report = json.loads(FILE.read_text(encoding="utf-8"))["directions"]
    assert set(directions().of) == set(limits(Arithmetic)["direction"].options) == set(report)
    for name, direction in directions().of.items():
        assert list(direction.shares) == report[name]["shares"] and direction.faces == report[name]["faces"]
        assert len(direction.shares) == len(directions().amounts)


def test_the_best_amount_is_the_smallest_of_those_with_the_highest_share():
    for name, direction in directions().of.items():
        amount, share = directions().best(name)
        equal = [a for a, s in zip(directions().amounts, direction.shares, strict=True) if s == share]
        assert share == max(direction.shares) and amount == min(equal)


def test_the_figures_are_read_without_torch(modules_after):
    assert "torch" not in modules_after("import models.vae.measured as m; m.directions()")


def test_the_measured_shares_are_those_of_the_shipped_weights():
    from models.vae.evaluate_directions import AMOUNTS, shares

    assert directions().amounts == AMOUNTS
    for direction in ("glasses/sunglasses", "eyes/wink"):
        tried, again = shares(direction)
        assert directions().of[direction].faces == tried
        assert_allclose(directions().of[direction].shares, again, atol=0.02)
