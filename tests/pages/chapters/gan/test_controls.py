"""Every word of a control is a value that the request takes."""

from models.engine.limits import limits
from models.toys.kinds import GanToy
from pages.chapters.gan.controls import GanView


def test_every_learning_rate_on_offer_is_within_the_request_s_limits():
    for name, field in (("g_rate", "generator_rate"), ("d_rate", "critic_rate")):
        bounds = limits(GanToy)[field]
        rates = [float(rate) for rate in limits(GanView)[name].options]
        assert all(bounds.low <= rate <= bounds.high for rate in rates)
        assert getattr(GanToy(), field) == float(getattr(GanView(), name))
