"""The backend of a family without weights: a run takes milliseconds, in the thread that asks, and needs no process."""

from __future__ import annotations

import importlib
import logging
import time
import traceback
from functools import cached_property
from typing import Any

from models.engine.backend import Front
from models.engine.errors import Cancelled, EngineError, RunFailed
from models.engine.run import Computation, Run
from models.engine.status import READY, Status
from models.engine.trace import Trace, read_only

log = logging.getLogger(__name__)


class Inline:
    """`module` offers what a worker's module does (local/worker.py), and imports quickly."""

    rate_limited = False

    def __init__(self, module: str) -> None:
        self._module = module

    @property
    def status(self) -> Status:
        return READY

    @property
    def waiting(self) -> int:
        return 0

    def attach(self, front: Front) -> None:
        self._front = front

    def submit(self, computation: Computation, visitor: str | None) -> None:
        computation.move(0, 0.0)

    def run_here(self, computation: Computation) -> None:
        began = time.perf_counter()
        request = computation.request
        error: EngineError | None = None
        try:
            family, model = self._loaded
            steps = tuple(read_only(step) for step in family.RUNS[type(request)](model, request))
            trace = Trace(request, steps, 1000 * (time.perf_counter() - began), family.describe(model, request))
        except Exception as failure:
            # Not its message, which may hold what the visitor wrote.
            where = "".join(traceback.format_tb(failure.__traceback__))
            log.error("A run here (%s) failed with %s:\n%s", request.kind, type(failure).__name__, where)
            error = failure if isinstance(failure, EngineError) else RunFailed()
        with self._front.lock:
            if computation.ended:
                return  # the engine was closed meanwhile
            if error is not None:
                computation.fail(error)
            else:
                computation.finish(trace)
                self._front.keep(trace)

    def give_up(self, computation: Computation) -> None:
        computation.fail(Cancelled())

    def runs_waiting_for(self, visitor: str | None) -> list[Run]:
        return []

    def warm_up(self) -> None:
        pass

    def retry(self) -> None:
        pass

    def close(self) -> None:
        pass

    def join(self) -> None:
        pass

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        family = importlib.import_module(self._module)
        return family, family.load(lambda template, **values: None)
