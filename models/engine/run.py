"""One computation, and the runs of the visitors who follow it.

Visitors who ask for the same thing at the same time share one Computation; each holds a Run of its own, so that one of
them can leave without stopping it for the others. All state is guarded by the engine's one lock.
"""

from __future__ import annotations

import copy
import itertools
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Literal, Self

from models.engine.errors import Cancelled, EngineError
from models.engine.observer import Observer
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.trace import Trace, read_only

State = Literal["waiting", "running", "done", "failed", "cancelled"]
_numbers = itertools.count(1)


class Computation:
    """The shared half. Its backend (or, for a finished trace, nobody) moves it on; whoever does so holds the lock."""

    def __init__(
        self, request: Request, lock: threading.RLock, give_up: Callable[[Computation], None], observer: Observer
    ) -> None:
        self.number = next(_numbers)
        self.request = request
        self.asked_at = time.monotonic()
        self.changed = threading.Condition(lock)
        self._observer = observer
        self.give_up = give_up  # called, under the lock, when the last follower has left
        self.followers: weakref.WeakSet[Run] = weakref.WeakSet()  # weak: a run that nobody holds has left
        self.state: State = "waiting"
        self.place: int | None = None
        self.ready_at = 0.0  # monotonic time at which it will probably start
        self.steps: list[Step] = []
        self.result: Trace | None = None
        self.error: EngineError | None = None
        self.put_back = False  # whether it was handed to a worker that died before taking it up
        self.version = 0  # counts changes, so that no follower misses one between two waits

    @property
    def ended(self) -> bool:
        return self.state not in ("waiting", "running")

    def is_only_for(self, visitor: str | None) -> bool:
        return visitor is not None and {run.visitor for run in self.followers} == {visitor}

    def touch(self) -> None:
        self.version += 1
        self.changed.notify_all()

    def add(self, step: Step) -> None:
        self.steps.append(read_only(step))
        self._observer.made_step(self, step)
        self.touch()

    def move(self, place: int, ready_at: float) -> None:
        """Place 0 runs; the others wait. Those who wait are woken only if their place changed."""
        self.ready_at = ready_at
        if place != self.place:
            if place == 0:
                self._observer.began(self)
            self.place, self.state = place, "waiting" if place else "running"
            self.touch()

    def finish(self, result: Trace) -> None:
        self.steps, self.result = list(result.steps), result
        self._end("done")

    def fail(self, error: EngineError) -> None:
        self.error = error
        self._end("cancelled" if isinstance(error, Cancelled) else "failed")

    def _end(self, state: State) -> None:
        self.state, self.place = state, None
        if self.result is None or self.result.provenance == "live":  # a cached trace is no run
            self._observer.ended(self)
        self.touch()


class Run:
    """One visitor's view of a computation. Dropping it leaves the run, as does the end of `with engine.run(…) as run:`.

    A page that is drawn again keeps its run, asks again and only then leaves the old one: an equal request continues
    where it was, with its place in the line; after another one the old computation stops.
    """

    def __init__(self, shared: Computation, visitor: str | None = None) -> None:
        self.request = shared.request
        self.visitor = visitor
        self._shared = shared
        self._changed = shared.changed
        self._gone: Cancelled | None = None
        self._seen = -1
        shared.followers.add(self)

    @property
    def state(self) -> State:
        return "cancelled" if self._gone else self._shared.state

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps so far."""
        with self._changed:
            return tuple(self._shared.steps)

    @property
    def place(self) -> int | None:
        """0 while it runs, 1 for the next to run, and so on; None when it has ended."""
        return None if self._gone else self._shared.place

    @property
    def wait_seconds(self) -> float:
        """When it will probably start, from how long such runs took so far; 0 when it runs or has ended."""
        with self._changed:
            return max(0.0, self._shared.ready_at - time.monotonic()) if self.place else 0.0

    @property
    def error(self) -> EngineError | None:
        return self._gone or self._shared.error

    @property
    def ended(self) -> bool:
        return self._gone is not None or self._shared.ended

    def wait(self, timeout: float | None = None) -> bool:
        """Blocks until something changed since the last wait (a step, the position, the state); False if nothing did.

        Once the run has ended it returns True at once, for there is nothing more to wait for.
        """
        with self._changed:
            changed = self._changed.wait_for(lambda: self.ended or self._shared.version != self._seen, timeout)
            self._seen = self._shared.version
            return changed

    def __iter__(self) -> Iterator[Step]:
        """All steps from the first one, each as soon as it is made. Raises what went wrong."""
        for i in itertools.count():
            with self._changed:
                while not self.ended and i >= len(self._shared.steps):
                    self._changed.wait()
                if self.error is not None:
                    raise copy.copy(self.error)  # each thread its own, for raising adds a traceback
                if i >= len(self._shared.steps):
                    return
                step = self._shared.steps[i]
            yield step

    def trace(self) -> Trace:
        """Waits for the end. Raises what went wrong."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended)
            if self.error is not None:
                raise copy.copy(self.error)  # each thread its own, for raising adds a traceback
            assert self._shared.result is not None  # set by `finish`, the only way to end without an error
            return self._shared.result

    def shares_with(self, other: Run) -> bool:
        return self._shared is other._shared

    def leave(self) -> None:
        """This visitor leaves. When the last one has left, the computation stops within one step."""
        with self._changed:
            if self.ended:
                return
            self._gone = Cancelled()
            self._shared.followers.discard(self)
            if not self._shared.followers:
                self._shared.give_up(self._shared)
            self._changed.notify_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.leave()
