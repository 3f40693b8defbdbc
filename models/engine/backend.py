"""What is behind the engine: one backend runs the computations of one family or several.

Sharing of equal requests, cache and rate limit are in front of all backends and written once, in engine.py.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from models.engine.observer import Observer
from models.engine.run import Computation, Run
from models.engine.status import Status
from models.engine.trace import Trace


@dataclass(frozen=True)
class Front:
    """What a backend gets from the engine in front of it."""

    lock: threading.RLock  # guards all state of computations
    keep: Callable[[Trace], None]  # takes a trace that was just made; called under the lock
    observer: Observer


class Backend(Protocol):
    """Every method but `run_here` and `join` is called under the engine's lock, and returns at once."""

    rate_limited: bool  # whether its runs count towards a visitor's allowance

    @property
    def status(self) -> Status: ...

    @property
    def waiting(self) -> int:
        """How many runs wait."""

    def attach(self, front: Front) -> None:
        """Called once, before anything else."""

    def submit(self, computation: Computation, visitor: str | None) -> None:
        """Accepts the computation and from now on advances it to its end. Raises Busy if the queue is full."""

    def run_here(self, computation: Computation) -> None:
        """Work on what was just submitted that is done in the calling thread; called without the lock."""

    def give_up(self, computation: Computation) -> None:
        """Nobody wants it any more: it ends for everyone at once, and its work within one step."""

    def runs_waiting_for(self, visitor: str | None) -> list[Run]:
        """This visitor's waiting runs; none for None, who cannot be told apart from others."""

    def warm_up(self) -> None:
        """Starts loading the model in the background."""

    def retry(self) -> None:
        """Tries again to load a model that could not be loaded."""

    def close(self) -> None:
        """Ends all its runs as cancelled."""

    def join(self) -> None:
        """Returns when everything it started is gone."""
