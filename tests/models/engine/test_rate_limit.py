"""A visitor's token bucket: what it lets through, what it says, and that it is of one visitor alone."""

import pytest
from toy import Count, CountHere

from models.engine import Busy, TooOften
from models.engine.ops.settings import Settings
from models.engine.rate_limit import BRIEF, MANY, RateLimit
from models.shared_engine import new_engine


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def spend(rate_limit, visitor, times):
    for _ in range(times):
        rate_limit.check(visitor)
        rate_limit.spend(visitor)


def test_a_burst_is_let_through_and_then_as_many_as_the_minute_gives(clock):
    rate_limit = RateLimit(5, 60, clock)
    spend(rate_limit, "anna", 5)
    with pytest.raises(TooOften, match="Try again in 1 s; your settings stay as they are."):
        rate_limit.check("anna")
    clock.now += 1
    spend(rate_limit, "anna", 1)
    with pytest.raises(TooOften):
        rate_limit.check("anna")
    clock.now += 3600
    spend(rate_limit, "anna", 5)
    with pytest.raises(TooOften):
        rate_limit.check("anna")


def test_brief_runs_count_a_fifth(clock):
    rate_limit = RateLimit(2, 60, clock)
    for _ in range(5):
        rate_limit.spend("anna", BRIEF)
    spend(rate_limit, "anna", 1)
    with pytest.raises(TooOften):
        rate_limit.check("anna")


@pytest.mark.parametrize("per_minute", [1, 7, 60, 1000])
def test_the_time_that_is_said_is_enough(clock, per_minute):
    rate_limit = RateLimit(1, per_minute, clock)
    spend(rate_limit, "anna", 1)
    with pytest.raises(TooOften) as refused:
        rate_limit.check("anna")
    clock.now += refused.value.values["seconds"]
    rate_limit.check("anna")
    assert refused.value.values["seconds"] <= 60 / per_minute + 1


def test_a_visitor_s_bucket_is_no_other_s_and_a_race_is_its_visitor_s(clock):
    rate_limit = RateLimit(2, 60, clock)
    spend(rate_limit, "anna beam", 1), spend(rate_limit, "anna greedy", 1)
    with pytest.raises(TooOften):
        rate_limit.check("anna")
    spend(rate_limit, "ben", 2)
    spend(rate_limit, None, 100)
    with pytest.raises(TooOften):
        rate_limit.check("ben")


def test_thousands_of_visitors_are_not_remembered_for_ever(clock):
    rate_limit = RateLimit(10, 60, clock)
    for n in range(3 * MANY):
        rate_limit.spend(str(n))
        clock.now += 1
    assert len(rate_limit._left) <= MANY
    with pytest.raises(TooOften):
        spend(rate_limit, str(3 * MANY - 1), 11)  # full again, and not fuller


def test_a_class_that_plays_by_the_default_limits_is_never_refused(clock):
    settings = Settings()
    rate_limit = RateLimit(settings.burst_runs, settings.runs_per_minute, clock)
    for _second in range(20 * 60):  # a run a second for a lesson's half, by everybody
        for pupil in range(30):
            spend(rate_limit, str(pupil), 1)
        clock.now += 1
    assert sum(rate_limit._left[str(pupil)][0] for pupil in range(30)) > 30


def test_the_engine_refuses_new_work_only_and_keeps_what_the_visitor_has(make_engine, until):
    engine = make_engine(rate_limit=RateLimit(2, 1))
    running = engine.run(Count(steps=3, pause=0.1), "anna")
    until(lambda: running.steps)
    engine.run(Count(seed=1), "anna").trace()
    with pytest.raises(TooOften) as refused:
        engine.run(Count(seed=2), "anna")
    assert isinstance(refused.value, Busy), "pages say it as they say that the line is full"
    assert len(running.trace().steps) == 3
    assert engine.run(Count(seed=1), "anna").trace().provenance == "cached"
    assert engine.run(CountHere(), "anna").trace().provenance == "live", "what needs no model is not counted"
    assert len(engine.run(Count(seed=2), "ben").trace().steps) == 3


def test_following_what_others_run_is_not_counted(make_engine, until):
    engine = make_engine(rate_limit=RateLimit(1, 1))
    shared = engine.run(Count(steps=20, pause=0.05), "anna")
    until(lambda: shared.steps)
    for _ in range(5):
        assert engine.run(shared.request, "ben").state == "running"
    assert len(engine.run(Count(seed=1), "ben").trace().steps) == 3


def test_the_engine_takes_the_host_s_limits():
    engine = new_engine()
    assert (engine._rate_limit._burst, engine._rate_limit._per_second) == (120, 1)
