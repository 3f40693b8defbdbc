"""When a run that waits will start: compared with a worker played through in small slices of time."""

import random

import pytest
from toy import Brief, Count

from models.engine.local.estimate import Durations, Load, Seats, waits

SLICE = 0.01


def long(seconds, seats=1):
    return Load(Count(takes=seats), seconds)


def brief(seconds, seats=1):
    return Load(Brief(takes=seats), seconds)


def played(at_work, waiting, seats):
    """Slice by slice: the first of each sort is seated where it fits, then each in hand gets its share of the slice."""
    in_hand = [[load.request, load.seconds] for load in at_work]
    queues = {sort: [n for n, load in enumerate(waiting) if load.request.brief == sort] for sort in (True, False)}
    starts, now = {}, 0.0
    while len(starts) < len(waiting):
        for sort, queue in queues.items():
            capacity = seats.brief if sort else seats.long
            while queue:
                taken = sum(min(request.seats, capacity) for request, _ in in_hand if request.brief == sort)
                if taken + min(waiting[queue[0]].request.seats, capacity) > capacity:
                    break
                place = queue.pop(0)
                starts[place] = now
                in_hand.append([waiting[place].request, waiting[place].seconds])
        for job in in_hand:
            job[1] -= SLICE / len(in_hand)
        in_hand = [job for job in in_hand if job[1] > 0]
        now += SLICE
    return [starts[place] for place in range(len(waiting))]


def test_one_after_the_other_the_waits_add_up():
    assert waits([long(2)], [long(1), long(3), long(1)], Seats()) == [2, 3, 6]


def test_those_who_run_together_share_the_worker_s_time():
    assert waits([long(1), long(1)], [long(1)], Seats(long=2)) == [2]
    assert waits([long(1), long(3)], [long(5), long(1)], Seats(long=2)) == [2, 6]


def test_a_brief_run_starts_at_once_beside_long_ones():
    assert waits([long(100)], [long(1), brief(1)], Seats()) == [101, 0]


def test_one_that_needs_several_seats_waits_for_them_and_nobody_passes_it():
    assert waits([long(1), long(4)], [long(1, seats=3), long(1)], Seats(long=3)) == [5, 6]


def test_one_that_needs_more_seats_than_there_are_gets_them_all():
    assert waits([long(2)], [long(1, seats=8)], Seats(long=4)) == [2]


def test_a_run_that_takes_longer_than_expected_is_expected_to_end_now():
    assert waits([long(0)], [long(1)], Seats()) == [0]


@pytest.mark.parametrize("seed", range(20))
def test_the_estimate_equals_a_worker_played_through(seed):
    rng = random.Random(seed)
    seats = Seats(long=rng.randint(1, 4), brief=rng.randint(1, 2))

    def some(n):
        return [rng.choice((long, brief))(rng.uniform(0.1, 3), rng.randint(1, 2)) for _ in range(n)]

    at_work, waiting = [long(1)], some(9)
    assert waits(at_work, waiting, seats) == pytest.approx(played(at_work, waiting, seats), abs=0.5)


def test_durations_follow_a_host_that_gets_busier():
    durations, request = Durations(), Count()
    guess = durations.of(request)
    durations.add(request.kind, 1.0)
    assert guess != 1.0 and durations.of(request) == 1.0
    for _ in range(10):
        durations.add(request.kind, 2.0)
    assert 1.9 < durations.of(request) < 2.0
