"""The waiting line of one family: bounded, with places and honest estimates of the wait."""

from __future__ import annotations

import time
from collections.abc import Iterator

from models.engine.errors import Busy, Cancelled
from models.engine.requests import Request
from models.engine.run import Computation, Run

FIRST_GUESS = 2.0  # seconds, for a kind that was never run here
NEWEST = 0.3  # weight of the newest duration in the running mean


class Durations:
    """How long runs of each kind took here: an exponential mean, so that it follows a host that gets busier."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def add(self, kind: str, seconds: float) -> None:
        before = self._seconds.get(kind, seconds)
        self._seconds[kind] = before + NEWEST * (seconds - before)

    def of(self, request: Request) -> float:
        return self._seconds.get(request.kind, FIRST_GUESS)


class Line:
    """First come, first served. Not locked: its lane calls it under the engine's lock."""

    def __init__(self, max_waiting: int, durations: Durations) -> None:
        self.max_waiting = max_waiting
        self.durations = durations
        self._waiting: list[Computation] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Computation]:
        return iter(tuple(self._waiting))

    def join(self, newcomer: Computation, visitor: str | None, ready_at: float) -> None:
        """Raises Busy when full. Who waits already for something else gets that place, if nobody shares it."""
        given_up = next((place for place, c in enumerate(self._waiting) if c.is_only_for(visitor)), None)
        if len(self._waiting) >= self.max_waiting and given_up is None:
            seconds = ready_at - time.monotonic() + sum(self.durations.of(c.request) for c in self._waiting)
            raise Busy(waiting=len(self._waiting), seconds=max(seconds, 1.0))
        self._waiting.insert(len(self._waiting) if given_up is None else given_up, newcomer)

    def runs_of(self, visitor: str | None) -> list[Run]:
        """Who waits here for this visitor; nobody for None, who is not told apart from others."""
        runs = [run for computation in self._waiting for run in computation.followers]
        return [run for run in runs if visitor is not None and run.visitor == visitor]

    def take(self) -> Computation | None:
        return self._waiting.pop(0) if self._waiting else None

    def drop_abandoned(self) -> None:
        """Those whose visitors went without leaving, e.g. by closing the page, keep nobody waiting."""
        for computation in self:
            if not computation.followers:
                self._waiting.remove(computation)
                computation.fail(Cancelled())

    def put_back(self, computation: Computation) -> None:
        """To the front: it was taken but never started."""
        self._waiting.insert(0, computation)

    def remove(self, computation: Computation) -> bool:
        if computation not in self._waiting:
            return False
        self._waiting.remove(computation)
        return True

    def number_places(self, ready_at: float) -> None:
        """Tells everybody their place; `ready_at` is when the worker will be free for the first one."""
        for place, computation in enumerate(self._waiting, start=1):
            computation.move(place, ready_at)
            ready_at += self.durations.of(computation.request)
