import threading
import time

import pytest

from models.engine.single_flight import single_flight


def test_many_who_ask_at_once_cost_one_making_for_each_argument():
    made = []

    @single_flight
    def square(n):
        made.append(n)
        time.sleep(0.2)  # long enough that all others ask meanwhile
        return n * n

    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append((n, square(n)))) for n in (2, 3) * 10]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(2, 4)] * 10 + [(3, 9)] * 10
    assert sorted(made) == [2, 3]


def test_a_making_that_failed_is_tried_again_by_the_next():
    outcomes = [RuntimeError("the disk"), None]

    @single_flight
    def load():
        if (outcome := outcomes.pop(0)) is not None:
            raise outcome
        return outcome

    with pytest.raises(RuntimeError, match="the disk"):
        load()
    assert load() is None
    assert load() is None  # none is a value like any other


def test_what_was_made_can_be_forgotten():
    numbers = iter(range(9))
    load = single_flight(lambda: next(numbers))
    assert (load(), load()) == (0, 0)
    load.cache_clear()
    assert load() == 1
