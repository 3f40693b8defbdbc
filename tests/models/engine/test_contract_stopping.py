"""The contract of every engine: what nobody wants stops within one step, and frees the worker."""

import time

import pytest
from toy import Count

from models.engine import Cancelled


def test_the_last_one_to_leave_stops_the_run_within_one_step(engine, log, until):
    run = engine.run(Count(steps=1000, pause=0.2, log=str(log)))
    until(lambda: run.steps)
    run.leave()
    made = log.steps
    assert run.state == "cancelled", "its visitor need not wait for the worker"
    engine.run(Count(seed=1)).trace()
    assert log.steps <= made + 1
    with pytest.raises(Cancelled):
        run.trace()


def test_a_run_goes_on_while_someone_follows_it(engine, until):
    request = Count(steps=20, pause=0.02)
    one, other = engine.run(request), engine.run(request)
    until(lambda: one.steps)
    one.leave()
    one.leave()  # a second time counts no other follower out
    assert one.state == "cancelled"
    assert len(other.trace().steps) == 20


def test_a_run_that_nobody_holds_is_stopped(engine, log):
    run = engine.run(Count(steps=1000, pause=0.05, log=str(log)))
    waiting = engine.run(Count(seed=1, steps=1000, pause=0.05))
    next(iter(run))
    del run, waiting  # as when a browser tab is closed: nobody says goodbye
    began = time.monotonic()
    engine.run(Count(seed=2)).trace()
    assert time.monotonic() - began < 10, "a thousand steps would take 50 s"
    assert log.steps < 1000


def test_a_with_block_leaves_the_run_at_its_end(engine, until):
    with engine.run(Count(steps=1000, pause=0.02)) as run:
        until(lambda: run.steps)
    assert run.state == "cancelled"


def test_leaving_a_finished_run_changes_nothing(engine):
    with engine.run(Count()) as run:
        run.trace()
    assert run.state == "done"
    assert run.trace().provenance == "live"


def test_one_who_follows_a_stopped_run_again_starts_it_anew(engine, until):
    request = Count(steps=10, pause=0.05)
    run = engine.run(request)
    until(lambda: run.steps)
    run.leave()
    assert len(engine.run(request).trace().steps) == 10


def test_who_asks_anew_before_leaving_goes_on_where_it_was(engine, log, until):
    request = Count(steps=20, pause=0.02, log=str(log))
    old = engine.run(request, "anna")
    until(lambda: old.steps)
    new = engine.run(request, "anna")
    old.leave()
    assert len(new.trace().steps) == log.steps == 20


def test_iterating_a_stopped_run_says_so(engine, until):
    run = engine.run(Count(steps=1000, pause=0.02))
    steps = iter(run)
    next(steps)
    run.leave()
    with pytest.raises(Cancelled):
        list(steps)


def test_close_ends_every_run_and_no_new_one_starts(make_engine, until):
    engine = make_engine()
    running, waiting = engine.run(Count(steps=1000, pause=0.02)), engine.run(Count(seed=1))
    until(lambda: running.steps)
    engine.close()
    assert (running.state, waiting.state) == ("cancelled", "cancelled")
    with pytest.raises(Cancelled):
        engine.run(Count(seed=2))
