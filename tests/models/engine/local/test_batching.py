"""Batching: what a worker does with the runs it has in hand, counted step by step in this process."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pytest
from toy import Count, CountStep, Patient, Raise

from models.engine.asking import alone, steps_of
from models.engine.local.batching import Batch
from models.engine.local.messages import Begun, Ended, Made, Start
from models.engine.model_info import ModelInfo
from tests.arrays import assert_array_equal


def step(value=0.0):
    return CountStep(passes=1, value=np.array([value]), pid=0)


class Counting:
    """A family whose runs make their steps by themselves."""

    def describe(self, model, request=None):
        return ModelInfo(name="toy", sha256="", arithmetic="int")

    @property
    def RUNS(self):
        return defaultdict(lambda: self.run)

    def run(self, model, request):
        for i in range(getattr(request, "steps", 1)):
            yield step(i)
        if isinstance(request, Raise):
            raise ValueError


@dataclass
class Doubling(Counting):
    """A family whose runs ask for the double of a number before each of their steps."""

    rounds: list = field(default_factory=list)  # what was asked together
    fails: bool = False

    def run(self, model, request):
        for i in range(getattr(request, "steps", 1)):
            yield step((yield getattr(request, "seed", 0) * 10 + i))
        if isinstance(request, Raise):
            raise ValueError

    def together(self, model, asks):
        self.rounds.append(tuple(asks))
        if self.fails:
            raise MemoryError
        return [2 * ask for ask in asks]


@pytest.fixture(params=[Doubling, Counting])
def family(request):
    return request.param()


@pytest.fixture
def heard():
    return []


def made(heard):
    """The numbers of the runs whose steps came, in this order."""
    return [message.number for message in heard if isinstance(message, Made)]


def ends(heard):
    return {message.number: message.how for message in heard if isinstance(message, Ended)}


def started(family, heard, *requests):
    batch = Batch(family, None, heard.append)
    for number, request in enumerate(requests, start=1):
        batch.begin(Start(number, request))
    return batch


def test_every_turn_brings_every_run_one_step_further(family, heard):
    batch = started(family, heard, Count(steps=3), Count(steps=1, seed=1), Count(steps=2, seed=2))
    for _ in range(4):
        batch.turn({1, 2, 3})
    assert made(heard) == [1, 2, 3, 1, 3, 1]
    assert ends(heard) == {1: "done", 2: "done", 3: "done"} and len(batch) == 0


@pytest.mark.parametrize("others", [1, 15])
def test_a_short_run_waits_for_one_step_of_each_long_one_and_not_for_their_lengths(family, heard, others):
    batch = started(family, heard, *(Count(steps=10_000, seed=seed) for seed in range(others)))
    batch.turn(set(range(99)))
    heard.clear()
    batch.begin(Start(77, Count(steps=1, seed=77)))
    while 77 not in ends(heard):
        batch.turn(set(range(99)))
    assert made(heard).index(77) == others, "it came after one step of each"
    assert len(made(heard)) <= 2 * others + 1, "and it had left when each had made a second one"


def test_what_runs_ask_in_the_same_turn_is_answered_as_one(heard):
    family = Doubling()
    batch = started(family, heard, Count(steps=2, seed=1), Count(steps=1, seed=2))
    batch.turn({1, 2, 3})
    batch.begin(Start(3, Count(steps=1, seed=3)))
    batch.turn({1, 2, 3})
    assert family.rounds == [(10, 20), (11, 30)]
    assert [float(m.step.value[0]) for m in heard if isinstance(m, Made)] == [20, 40, 22, 60]


def test_the_steps_are_those_of_a_lone_run(family, heard):
    request = Count(steps=5, seed=4)
    batch = started(family, heard, Count(steps=7), request, Count(steps=2, seed=9))
    while len(batch):
        batch.turn({1, 2, 3})
    together = [m.step.value for m in heard if isinstance(m, Made) and m.number == 2]
    assert_array_equal(together, [step.value for step in steps_of(family, None, request)])


def test_a_run_that_fails_takes_nobody_with_it(family, heard, caplog):
    batch = started(family, heard, Count(steps=3, seed=1), Raise(text="my secret diary"), Count(steps=3, seed=2))
    while len(batch):
        batch.turn({1, 2, 3})
    assert ends(heard) == {1: "done", 2: "failed", 3: "done"}
    assert "ValueError" in caplog.text and "diary" not in caplog.text


def test_where_the_shared_work_fails_those_who_asked_are_told_and_the_next_run_works(heard):
    family = Doubling(fails=True)
    batch = started(family, heard, Count(seed=1), Count(seed=2))
    batch.turn({1, 2})
    assert ends(heard) == {1: "failed", 2: "failed"} and len(batch) == 0
    family.fails = False
    batch.begin(Start(3, Count(steps=1)))
    batch.turn({3}), batch.turn({3})
    assert ends(heard)[3] == "done"


def test_a_run_that_is_not_wanted_makes_no_further_step(family, heard):
    batch = started(family, heard, Count(steps=9, seed=1), Count(steps=9, seed=2))
    batch.turn({1, 2})
    batch.turn({2})
    assert (ends(heard), made(heard)) == ({1: "stopped"}, [1, 2, 2])


def test_a_stopped_run_of_a_kind_that_resumes_goes_on_where_it_was(family, heard):
    request = Patient(steps=6, seed=4)
    batch = started(family, heard, request)
    for _ in range(3):
        batch.turn({1})
    batch.turn(set())
    before = next(message for message in heard if isinstance(message, Ended))
    assert before.how == "stopped"
    heard.clear()
    asked = len(family.rounds) if isinstance(family, Doubling) else None
    batch.begin(Start(2, request))
    assert made(heard) == [2, 2, 2], "the steps that were made come at once"
    while len(batch):
        batch.turn({2})
    resumed = [message.step.value for message in heard if isinstance(message, Made)]
    assert_array_equal(resumed, [step.value for step in steps_of(family, None, request)])
    if asked is not None:
        assert len(family.rounds) == asked + 3 + 6, "the last six are of the lone run above"
    after = next(message for message in heard if isinstance(message, Ended))
    assert after.how == "done" and after.milliseconds > before.milliseconds, "with the time of its first half"


def test_the_stopped_runs_that_are_kept_are_the_last_two(heard):
    family, requests = Counting(), [Patient(steps=5, seed=seed) for seed in range(3)]
    batch = started(family, heard, *requests)
    batch.turn({1, 2, 3})
    batch.turn(set())
    heard.clear()
    for number, request in enumerate(requests, start=4):
        batch.begin(Start(number, request))
    assert made(heard) == [5, 6]


def test_a_run_of_another_kind_begins_anew(heard):
    batch = started(Counting(), heard, Count(steps=5))
    batch.turn({1})
    batch.turn(set())
    heard.clear()
    batch.begin(Start(2, Count(steps=5)))
    assert made(heard) == []


def test_every_run_says_that_it_was_taken_up_before_it_makes_a_step(family, heard):
    batch = started(family, heard, Count(steps=1))
    assert [type(message) for message in heard] == [Begun]
    batch.turn({1})
    assert [type(message) for message in heard] == [Begun, Made]


def test_shared_work_counts_in_full_for_each_who_waited_for_it(heard, monkeypatch):
    now = [0.0]
    monkeypatch.setattr("models.engine.local.batching.time.perf_counter", lambda: now[0])

    class Slow(Doubling):
        def together(self, model, asks):
            now[0] += 3
            return super().together(model, asks)

    batch = started(Slow(), heard, Count(steps=1, seed=1), Count(steps=2, seed=2))
    while len(batch):
        batch.turn({1, 2})
    assert {m.number: m.milliseconds for m in heard if isinstance(m, Ended)} == {1: 3000, 2: 6000}


def test_a_lone_run_that_is_closed_ends_the_run_inside():
    closed = []

    def run():
        try:
            while True:
                yield step((yield 1))
        finally:
            closed.append(True)

    steps = alone(run(), lambda asks: [2 * ask for ask in asks])
    assert float(next(steps).value[0]) == 2
    steps.close()
    assert closed == [True]
