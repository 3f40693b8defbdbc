"""Batching: a worker's current runs advance together, one step each in every turn.

A run joins and leaves between turns. Where runs ask something of their network (asking.py), what all of them ask in a
turn is answered as one; other runs advance one after the other. So a long run holds up a short one by at most one step
of each run in hand, never by its whole length.

A stopped run of a kind that `resumes` is kept as it is: who asks for the same again gets the steps that were made, and
the rest from there.
"""

from __future__ import annotations

import contextlib
import logging
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from models.engine.local.messages import Begun, Ended, FromWorker, Made, Start
from models.engine.requests import Request
from models.engine.steps import Step

log = logging.getLogger("models.engine.local.worker")  # whose half of the work this is


PAUSED = 2  # stopped runs that are kept: one of a training holds some megabytes


@dataclass
class Underway:
    start: Start
    steps: Generator[Any, Any, Any]
    seconds: float = 0.0  # that its own work took, and the work it shared
    made: list[Step] = field(default_factory=list)  # of a kind that resumes

    @contextlib.contextmanager
    def clock(self) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - began


class Batch:
    """The current runs. `family` is a worker's module (worker.py), `model` what it loaded."""

    def __init__(self, family: Any, model: Any, send: Callable[[FromWorker], None]) -> None:
        self._family, self._model, self._send = family, model, send
        self._runs: list[Underway] = []
        self._paused: dict[Request, Underway] = {}  # the one that was stopped last comes last

    def __len__(self) -> int:
        return len(self._runs)

    def begin(self, start: Start) -> None:
        self._send(Begun(start.number))
        paused = self._paused.pop(start.request, None)
        run = replace(paused, start=start) if paused else Underway(start, self._steps(start))
        for step in run.made:
            self._send(Made(start.number, step))
        self._runs.append(run)

    def turn(self, wanted: set[int]) -> None:
        """Advances every run by one step, and ends those whose numbers are no longer `wanted`."""
        for run in self._runs[:]:
            if run.start.number not in wanted:
                self._stop(run)
        # Each with what it is sent. It advances until it has made its step; the answers to what it asks come in rounds.
        moving: list[tuple[Underway, Any]] = [(run, None) for run in self._runs]
        while moving:
            asking = [(run, ask) for run, answer in moving if (ask := self._advance(run, answer)) is not None]
            moving = self._answer(asking) if asking else []

    def _steps(self, start: Start) -> Generator[Any, Any, Any]:
        """Not started before its first turn, so that whatever fails, fails there."""
        yield from self._family.RUNS[type(start.request)](self._model, start.request)

    def _advance(self, run: Underway, answer: Any) -> Any:
        """What it asks; None if it made its step, or has ended."""
        try:
            with run.clock():
                item = run.steps.send(answer)
        except StopIteration:
            self._end(run, "done")
        except Exception as error:
            self._end(run, "failed", error)
        else:
            if not isinstance(item, Step):
                return item
            if run.start.request.resumes:
                run.made.append(item)
            self._send(Made(run.start.number, item))
        return None

    def _answer(self, asking: Sequence[tuple[Underway, Any]]) -> list[tuple[Underway, Any]]:
        """Each run with the answer to its ask. All waited for it, so each counts the whole time as its own."""
        try:
            with contextlib.ExitStack() as clocks:
                for run, _ in asking:
                    clocks.enter_context(run.clock())
                answers = self._family.together(self._model, [ask for _, ask in asking])
        except Exception as error:
            for run, _ in asking:
                self._end(run, "failed", error)
            return []
        return [(run, answer) for (run, _), answer in zip(asking, answers, strict=True)]

    def _stop(self, run: Underway) -> None:
        if run.start.request.resumes:
            self._pause(run)
            self._end(run, "stopped")
            return
        try:
            run.steps.close()
        except Exception as error:
            self._end(run, "failed", error)
        else:
            self._end(run, "stopped")

    def _pause(self, run: Underway) -> None:
        self._paused[run.start.request] = run
        while len(self._paused) > PAUSED:
            del self._paused[next(iter(self._paused))]

    def _end(self, run: Underway, how: Literal["done", "stopped", "failed"], failure: Exception | None = None) -> None:
        self._runs.remove(run)
        number, request = run.start.number, run.start.request
        if failure is not None:
            # Not the message of the exception: it may hold what the visitor wrote.
            where = "".join(traceback.format_tb(failure.__traceback__))
            about = {"run": number, "kind": request.kind}
            log.error(
                "Run %d (%s) failed with %s:\n%s",
                number,
                request.kind,
                type(failure).__name__,
                where,
                extra={"fields": about},
            )
        model = self._family.describe(self._model, request)
        template, values = getattr(failure, "template", None), getattr(failure, "values", {})
        self._send(Ended(number, how, 1000 * run.seconds, model, template, values))
