"""The contract of every engine: one computation for equal requests, live steps, cached traces."""

import threading

import numpy as np
import pytest
from toy import Count, CountHere

from tests.arrays import assert_array_equal


def values(trace):
    return [step.value for step in trace.steps]


def assert_identical(one, other):
    assert len(one.steps) == len(other.steps)
    for mine, theirs in zip(values(one), values(other), strict=True):
        assert_array_equal(mine, theirs, strict=True)


def test_a_run_yields_its_steps_live_and_ends_with_a_trace(engine, log):
    run = engine.run(Count(steps=4, pause=0.2, log=str(log)))
    first = next(iter(run))
    assert run.state == "running"
    assert log.steps < 4, "the first step came only when all were made"
    trace = run.trace()
    assert trace.steps[0] is first
    assert trace.last is trace.steps[3]
    assert (trace.provenance, trace.forward_passes, trace.model.name) == ("live", 4, "toy")
    assert 800 <= trace.milliseconds < 10_000
    assert (run.state, run.place, run.steps) == ("done", None, trace.steps)


def test_thirty_visitors_with_equal_requests_cost_one_computation(engine, log):
    request = Count(steps=5, pause=0.05, log=str(log))
    gathered = []

    def visit(visitor):
        gathered.append(list(engine.run(request, visitor)))

    threads = [threading.Thread(target=visit, args=(str(n),)) for n in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.steps == 5
    assert [len(steps) for steps in gathered] == [5] * 30
    assert len({id(step) for steps in gathered for step in steps}) == 5


def test_one_who_comes_while_it_runs_sees_the_steps_so_far_and_follows(engine, log):
    request = Count(steps=6, pause=0.1, log=str(log))
    first = engine.run(request)
    steps = iter(first)
    next(steps), next(steps)
    follower = engine.run(request)
    assert len(follower.steps) >= 2
    assert (follower.state, follower.place) == ("running", 0)
    assert [step.pid for step in follower] == [step.pid for step in first]
    assert log.steps == 6
    assert follower.trace().provenance == "live"  # it was made while this visitor waited


def test_one_who_comes_later_gets_the_cached_trace_without_a_pass(engine, log):
    request = Count(log=str(log))
    live = engine.run(request).trace()
    later = engine.run(Count(log=str(log)))
    assert later.state == "done"
    assert list(later) == list(live.steps)
    assert later.trace().provenance == "cached"
    assert engine.cached(request).provenance == "cached"
    assert log.steps == 3


@pytest.mark.parametrize("kind", [Count, CountHere])
def test_what_visitors_share_none_of_them_can_change(engine, kind):
    run = engine.run(kind())
    with pytest.raises(ValueError, match="read-only"):
        next(iter(run)).value[0] = 7
    with pytest.raises(ValueError, match="read-only"):
        engine.run(kind()).trace().last.value[0] = 7


def test_cached_knows_nothing_of_a_request_that_never_ran(engine):
    assert engine.cached(Count()) is None


def test_the_cache_is_bounded_in_bytes_and_forgets_what_was_not_asked_for_longest(make_engine, log):
    engine = make_engine(cache_bytes=100_000)
    first, second, third = (Count(steps=1, floats=10_000, seed=seed, log=str(log)) for seed in range(3))  # 40 kB each
    engine.run(first).trace()
    engine.run(second).trace()
    engine.run(first).trace()
    engine.run(third).trace()
    assert engine.cached(first) is not None
    assert engine.cached(second) is None
    assert engine.run(second).trace().provenance == "live"
    assert log.steps == 4


def test_a_trace_larger_than_the_cache_is_given_but_not_kept(make_engine):
    engine = make_engine(cache_bytes=10_000)
    small, large = Count(steps=1), Count(steps=1, floats=100_000)
    engine.run(small).trace()
    assert engine.run(large).trace().last.value.shape == (100_000,)
    assert engine.cached(large) is None
    assert engine.cached(small) is not None


def test_the_same_request_and_seed_is_bit_identical_in_another_engine(make_engine):
    request = Count(seed=7, floats=1000)
    assert_identical(make_engine().run(request).trace(), make_engine().run(request).trace())


def test_another_seed_is_another_result(engine):
    one, other = (engine.run(Count(seed=seed)).trace() for seed in (1, 2))
    assert not np.array_equal(one.last.value, other.last.value)


def test_wait_is_woken_by_every_step_and_by_the_end(engine):
    run = engine.run(Count(steps=3, pause=0.1))
    seen = []
    while not run.ended:
        assert run.wait(30)
        seen.append((run.state, len(run.steps)))
    assert {("running", n) for n in (1, 2, 3)} <= set(seen) | {("running", 3)}
    assert seen[-1] == ("done", 3)
    assert run.wait(0)


def test_wait_says_when_nothing_changed(engine, until):
    run = engine.run(Count(steps=1, pause=1.0))
    until(lambda: run.state == "running")
    run.wait(0)
    assert not run.wait(0.01)


def test_a_torch_free_request_runs_where_it_is_asked_and_is_cached(engine, log):
    import os

    trace = engine.run(CountHere(log=str(log))).trace()
    assert trace.last.pid == os.getpid()
    assert trace.provenance == "live"
    assert engine.run(CountHere(log=str(log))).trace().provenance == "cached"
    assert log.steps == 3
    assert engine.status("here").state == "ready"
    assert engine.status("toy").state == "cold", "no process is started for it"


def test_a_request_runs_beside_others_as_it_does_alone(make_engine):
    request = Count(steps=5, seed=3, floats=100)
    alone = make_engine().run(request).trace()
    engine = make_engine()
    others = [engine.run(Count(steps=5, seed=seed, pause=0.01), str(seed)) for seed in range(10)]
    assert_identical(engine.run(request).trace(), alone)
    assert all(other.trace().provenance == "live" for other in others)
