"""How many runs one visitor may start: a token bucket each, so that a page running wild leaves the others theirs.

Visitors are told apart by the name that the page gives them, one for each visit, never by address: a whole classroom
has one. Only what costs a model's time is counted: not what is cached, shared with others, or computed in the page.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from models.engine.errors import TooOften

BRIEF = 0.2  # what a short run counts: pictures drawn while one types ask for several per second
MANY = 10_000  # visitors, above which those whose bucket is full again are forgotten


class RateLimit:
    """Not locked: the engine calls it under its lock."""

    def __init__(self, burst: int, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_minute / 60, clock
        self._left: dict[str, tuple[float, float]] = {}  # of each visitor: runs left, and when that was

    def check(self, visitor: str | None) -> None:
        """Raises TooOften. Visitors without a name cannot be told apart and are not limited."""
        if visitor is not None and (left := self._runs_left(_owner(visitor))) < 1:
            raise TooOften(seconds=math.ceil((1 - left) / self._per_second))

    def spend(self, visitor: str | None, runs: float = 1.0) -> None:
        if visitor is None:
            return
        if len(self._left) >= MANY:
            full = [name for name in self._left if self._runs_left(name) >= self._burst]
            for name in full:
                del self._left[name]
        name = _owner(visitor)
        self._left[name] = (self._runs_left(name) - runs, self._clock())

    def left(self, visitor: str) -> float:
        """How many runs the visitor may start now; a part of one is what has come back so far."""
        return self._runs_left(_owner(visitor))

    def _runs_left(self, name: str) -> float:
        left, then = self._left.get(name, (float(self._burst), 0.0))
        return min(float(self._burst), left + (self._clock() - then) * self._per_second)


def _owner(visitor: str) -> str:
    """The runs of one race have names such as "<visitor> beam": they are one visitor's."""
    return visitor.partition(" ")[0]
