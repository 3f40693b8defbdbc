"""When waiting runs will probably start, on a worker that has several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.engine.requests import Request

NEWEST = 0.3  # weight of the newest duration in the running mean


class Durations:
    """How much of a worker's time runs of each kind took here, as if it had done nothing else meanwhile.

    An exponential mean, so that it follows a host that gets busier. Where runs share work (batch.py) each takes less
    the more there are; the mean then follows how many there were of late.
    """

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def add(self, kind: str, seconds: float) -> None:
        before = self._seconds.get(kind, seconds)
        self._seconds[kind] = before + NEWEST * (seconds - before)

    def of(self, request: Request) -> float:
        return self._seconds.get(request.kind, request.first_guess)


@dataclass(frozen=True)
class Seats:
    """How many runs a worker takes at a time: short ones have seats of their own, so that none waits for a long one."""

    long: int = 1
    brief: int = 1

    def needed(self, request: Request) -> int:
        """At most all of them: a run that needs more runs alone among its sort."""
        return min(request.seats, self.all_for(request))

    def all_for(self, request: Request) -> int:
        return self.brief if request.brief else self.long

    def of(self, workers: int) -> Seats:
        """Those of so many workers together."""
        return Seats(self.long * workers, self.brief * workers)


@dataclass
class Load:
    request: Request
    seconds: float  # of a worker's time that it still needs, as Durations counts


def waits(at_work: Sequence[Load], waiting: Sequence[Load], seats: Seats, workers: int = 1) -> list[float]:
    """Seconds until each of those who wait, first come first served, will probably find seats free.

    A worker divides its time evenly between its current runs: simulated here from the end of one run to the next.
    `seats` are those of all `workers`, among whom the runs are spread evenly.
    """
    in_hand = [Load(load.request, load.seconds) for load in at_work]
    starts: dict[int, float] = {}
    now = 0.0
    while True:
        for brief in (True, False):
            queue = [i for i, load in enumerate(waiting) if load.request.brief == brief and i not in starts]
            for i in queue:
                if not fits(waiting[i].request, [load.request for load in in_hand], seats):
                    break
                starts[i] = now
                in_hand.append(Load(waiting[i].request, waiting[i].seconds))
        if len(starts) == len(waiting):
            return [starts[i] for i in range(len(waiting))]
        shortest = min(load.seconds for load in in_hand)
        now += shortest * max(1.0, len(in_hand) / workers)
        for load in in_hand:
            load.seconds -= shortest
        in_hand = [load for load in in_hand if load.seconds > 1e-9]


def fits(request: Request, in_hand: Sequence[Request], seats: Seats) -> bool:
    """Whether seats for it are free beside the worker's current runs."""
    taken = sum(seats.needed(other) for other in in_hand if other.brief == request.brief)
    return taken + seats.needed(request) <= seats.all_for(request)
