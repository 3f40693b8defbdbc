"""Made by the first caller while all others wait: thirty visitors arriving in one second cost one computation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class SingleFlight(Generic[T]):
    """One value. If making it fails, the next caller tries again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: list[T] = []

    def get(self, make: Callable[[], T]) -> T:
        with self._lock:
            if not self._made:
                self._made.append(make())
        return self._made[0]


def single_flight(function: Callable[P, T]) -> Callable[P, T]:
    """Like functools.cache, which lets all concurrent callers compute, too. For hashable positional arguments."""
    kept: dict[tuple[Hashable, ...], SingleFlight[T]] = {}
    lock = threading.Lock()

    @wraps(function)
    def ask(*args: Any) -> T:
        with lock:
            value = kept.setdefault(args, SingleFlight())
        return value.get(lambda: function(*args))  # type: ignore[call-arg]

    ask.cache_clear = kept.clear  # type: ignore[attr-defined]
    return ask  # type: ignore[return-value]
