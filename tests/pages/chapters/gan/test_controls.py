"""Every word of a control is a value that the request takes."""

import pytest

from models.engine.limits import limits
from models.toys.kinds import GanToy
from pages.chapters.gan.controls import GanView
from tests.opening import open_at


def test_every_learning_rate_on_offer_is_within_the_request_s_limits():
    for name, field in (("g_rate", "generator_rate"), ("d_rate", "critic_rate")):
        bounds = limits(GanToy)[field]
        rates = [float(rate) for rate in limits(GanView)[name].options]
        assert all(bounds.low <= rate <= bounds.high for rate in rates)
        assert getattr(GanToy(), field) == float(getattr(GanView(), name))


@pytest.mark.parametrize("points", ["abc", "999,1", "1;2"])
def test_bad_points_of_a_link_are_told_and_no_empty_default_is_named(points):
    (warning,) = open_at("gan", {"turns": "2DG", "points": points}).warning
    assert "oint" in warning.value and "nstead" not in warning.value
