"""The contract of every engine: a bounded line with places and estimates; one waiting run for a visitor."""

import pickle
import time

import pytest
from toy import Count, CountHere

from models.engine import Busy, Cancelled


@pytest.fixture
def busy(engine, until):
    """An engine with a long run at work, and that run."""
    run = engine.run(Count(steps=1000, pause=0.02), "blocker")
    until(lambda: run.steps)
    return engine, run


def test_each_run_knows_its_place_and_moves_up(busy, until):
    engine, blocker = busy
    runs = [engine.run(Count(seed=seed)) for seed in (1, 2, 3)]
    assert [run.place for run in [blocker, *runs]] == [0, 1, 2, 3]
    assert [run.state for run in runs] == ["waiting"] * 3
    runs[0].leave()
    assert [run.place for run in runs] == [None, 1, 2]
    blocker.leave()
    assert runs[2].trace().provenance == "live"
    assert [run.state for run in runs] == ["cancelled", "done", "done"]


def test_a_waiting_run_is_woken_when_its_place_changes(busy):
    engine, _ = busy
    first, second = engine.run(Count(seed=1)), engine.run(Count(seed=2))
    second.wait(0)
    first.leave()
    assert second.wait(30)
    assert second.place == 1


def test_the_estimate_comes_from_measured_runs_and_adds_up(engine, until):
    began = time.monotonic()
    engine.run(Count(steps=1, pause=0.5)).trace()
    took = time.monotonic() - began
    blocker = engine.run(Count(steps=1000, pause=0.02))
    until(lambda: blocker.state == "running")
    first, second = engine.run(Count(seed=1)), engine.run(Count(seed=2))
    assert blocker.wait_seconds == 0
    assert 0 <= first.wait_seconds <= took
    assert 0.5 <= second.wait_seconds - first.wait_seconds <= took  # one such run lies between them
    first.leave()
    assert first.wait_seconds == 0


def test_a_full_line_is_refused_at_once_with_the_wait_in_a_sentence(make_engine, until):
    engine = make_engine(max_waiting=2)
    engine.run(Count(steps=1, pause=0.5)).trace()
    blocker = engine.run(Count(steps=1000, pause=0.02))
    until(lambda: blocker.state == "running")
    waiting = [engine.run(Count(seed=seed), str(seed)) for seed in (1, 2)]
    with pytest.raises(Busy) as refused:
        engine.run(Count(seed=3), "3")
    assert refused.value.values["waiting"] == 2
    assert 1 <= refused.value.values["seconds"] <= 30
    assert str(refused.value).startswith("2 runs are waiting, about ")
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)
    assert [run.state for run in waiting] == ["waiting", "waiting"]
    assert engine.run(Count(seed=2), "4").place == 2, "to follow one that waits needs no room"
    waiting[0].leave()
    assert engine.run(Count(seed=3), "3").place == 2


def test_a_new_run_of_a_visitor_replaces_the_waiting_one_in_its_place(busy):
    engine, _ = busy
    old, other = engine.run(Count(seed=1), "anna"), engine.run(Count(seed=2), "ben")
    new = engine.run(Count(seed=3), "anna")
    assert (old.state, new.place, other.place) == ("cancelled", 1, 2)
    with pytest.raises(Cancelled):
        old.trace()


def test_replacing_works_in_a_full_line(make_engine, until):
    engine = make_engine(max_waiting=1)
    blocker = engine.run(Count(steps=1000, pause=0.02))
    until(lambda: blocker.state == "running")
    old = engine.run(Count(seed=1), "anna")
    new = engine.run(Count(seed=2), "anna")
    assert (old.state, new.place) == ("cancelled", 1)


def test_a_refused_visitor_keeps_the_run_that_waits(make_engine, until):
    engine = make_engine(max_waiting=1)
    blocker = engine.run(Count(steps=1000, pause=0.02))
    until(lambda: blocker.state == "running")
    shared = engine.run(Count(seed=1), "anna")
    other = engine.run(Count(seed=1), "ben")
    with pytest.raises(Busy):  # ben still wants seed 1, so anna gives up no place
        engine.run(Count(seed=2), "anna")
    assert (shared.state, other.state) == ("waiting", "waiting")


def test_a_replaced_run_goes_on_for_those_who_share_it(busy):
    engine, blocker = busy
    annas, bens = engine.run(Count(seed=1), "anna"), engine.run(Count(seed=1), "ben")
    engine.run(Count(seed=2), "anna")
    assert (annas.state, bens.state, bens.place) == ("cancelled", "waiting", 1)
    blocker.leave()
    assert bens.trace().provenance == "live"


def test_asking_again_for_the_same_keeps_the_place(busy):
    engine, _ = busy
    old, _other = engine.run(Count(seed=1), "anna"), engine.run(Count(seed=2), "ben")
    again = engine.run(Count(seed=1), "anna")
    old.leave()
    assert (again.state, again.place) == ("waiting", 1)


@pytest.mark.parametrize("other", [Count(seed=1), CountHere()], ids=["cached", "here"])
def test_a_result_that_needs_no_waiting_replaces_nothing(engine, until, other):
    engine.run(other).trace()
    blocker = engine.run(Count(steps=1000, pause=0.02))
    until(lambda: blocker.state == "running")
    waiting = engine.run(Count(seed=2), "anna")
    assert engine.run(other, "anna").state == "done"
    assert engine.run(blocker.request, "anna").state == "running"
    assert (waiting.state, waiting.place) == ("waiting", 1)


def test_visitors_without_a_name_do_not_replace_each_other(busy):
    engine, _ = busy
    one, other = engine.run(Count(seed=1)), engine.run(Count(seed=2))
    assert (one.place, other.place) == (1, 2)
