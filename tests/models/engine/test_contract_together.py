"""The contract of every engine that has several runs in hand: who waits for whom, and what a dead worker costs."""

import os
import signal
import time

import pytest
from toy import Brief, Count, DieOnArrival, Raise

from models.engine import RunFailed
from models.engine.local.estimate import Seats


@pytest.fixture
def engine(make_engine):
    return make_engine(seats={"toy": Seats(long=3, brief=2)})


def forever(seed, **options):
    return Count(steps=10_000, pause=0.01, seed=seed, **options)


def test_as_many_run_at_once_as_there_are_seats_and_the_others_know_their_places(engine, until):
    runs = [engine.run(forever(seed)) for seed in range(5)]
    until(lambda: all(run.steps for run in runs[:3]))
    assert [run.place for run in runs] == [0, 0, 0, 1, 2]
    runs[1].leave()
    until(lambda: runs[3].steps)
    assert [run.place for run in runs] == [0, None, 0, 0, 1]


def test_those_in_hand_advance_by_turns(engine, until, log):
    runs = [engine.run(forever(seed, log=str(log.with_name(str(seed))))) for seed in range(3)]
    until(lambda: all(len(run.steps) > 20 for run in runs))
    made = [len(run.steps) for run in runs]
    assert max(made) - min(made) <= 2 + 1, "but for the turns in which not all had come yet"


def test_a_brief_run_waits_for_no_long_one_however_many_there_are(engine, until, log):
    long = [engine.run(forever(seed, log=str(log)), str(seed)) for seed in range(8)]
    until(lambda: all(run.steps for run in long[:3]))
    before = log.steps
    assert len(engine.run(Brief(steps=1), "ben").trace().steps) == 1
    # A turn before it and one with it, of three long steps each; and the turns while the messages were under way.
    assert log.steps - before <= 3 * 20, "a long run has ten thousand steps"
    assert [run.state for run in long[:3]] == ["running"] * 3


def test_brief_runs_wait_for_each_other_in_their_order_and_say_their_places(engine, until):
    brief = [engine.run(Brief(steps=10_000, pause=0.01, seed=seed)) for seed in range(4)]
    until(lambda: all(run.steps for run in brief[:2]))
    long = engine.run(Count(seed=9))
    assert [run.place for run in brief] == [0, 0, 1, 2]
    assert len(long.trace().steps) == 3
    brief[0].leave()
    until(lambda: brief[2].steps)
    assert brief[3].place == 1


def test_a_run_of_many_seats_is_not_passed_by_smaller_ones(engine, until):
    first = engine.run(forever(1))
    until(lambda: first.steps)
    large, small = engine.run(forever(2, takes=3)), engine.run(forever(3))
    assert [run.place for run in (large, small)] == [1, 2]
    first.leave()
    until(lambda: large.steps)
    assert small.place == 1
    large.leave()
    assert next(iter(small)).passes == 1


def test_the_estimate_with_several_at_once_is_near_what_comes(engine, until):
    def job(seed):
        return Count(steps=10, pause=0.05, seed=seed)

    engine.run(job(0)).trace()
    began = time.monotonic()
    runs = [engine.run(job(seed)) for seed in range(1, 8)]
    said = runs[6].wait_seconds
    until(lambda: not runs[6].place)  # 0: it runs; None: it has ended already
    waited = time.monotonic() - began
    # Six runs of half a second before it, in two threes: it takes its seat when the fourth has ended.
    assert said == pytest.approx(waited, rel=0.6), "the machine may be busy with something else"
    assert 1.5 < said < 10


def test_a_killed_worker_fails_only_what_it_had_in_hand_and_the_line_is_kept(engine, until):
    running = [engine.run(forever(seed), str(seed)) for seed in range(3)]
    waiting = [engine.run(Count(seed=seed), str(seed)) for seed in range(10, 16)]
    until(lambda: all(run.steps for run in running))
    os.kill(running[0].steps[0].pid, signal.SIGKILL)
    for run in running:
        with pytest.raises(RunFailed, match="The model stopped while working on this; try again."):
            run.trace()
    assert [len(run.trace().steps) for run in waiting] == [3] * 6


def test_who_was_sent_to_a_worker_with_one_that_kills_it_is_not_lost(engine, until):
    in_hand = engine.run(Count(steps=2, pause=2.0), "anna")
    until(lambda: in_hand.steps)
    other, poison = engine.run(Count(seed=10), "ben"), engine.run(DieOnArrival(), "clara")
    assert (other.place, poison.place) == (0, 0), "both arrive while the worker makes a step of two seconds"
    with pytest.raises(RunFailed):
        in_hand.trace()
    assert len(other.trace().steps) == 3
    with pytest.raises(RunFailed):
        poison.trace()
    assert len(engine.run(Count(seed=12)).trace().steps) == 3


def test_a_run_that_raises_beside_others_fails_alone(engine, until):
    beside = engine.run(Count(steps=50, pause=0.01))
    until(lambda: beside.steps)
    with pytest.raises(RunFailed):
        engine.run(Raise()).trace()
    assert len(beside.trace().steps) == 50
