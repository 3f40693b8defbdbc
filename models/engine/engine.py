"""The engine of one machine: a worker process per module of FAMILIES, one waiting line each, one cache of traces."""

from __future__ import annotations

import atexit
import functools
import importlib
import logging
import threading
import time
import traceback
import weakref
from collections.abc import Mapping
from typing import Any

from models.engine.cache import TraceCache
from models.engine.errors import Busy, Cancelled, RunFailed, TooOften
from models.engine.families import FAMILIES
from models.engine.local.estimate import Seats
from models.engine.local.scheduler import Lane
from models.engine.ops import metrics
from models.engine.ops.settings import SETTINGS
from models.engine.rate_limit import BRIEF, Allowance
from models.engine.requests import Request
from models.engine.run import Computation, Run
from models.engine.status import READY, Status
from models.engine.trace import Trace, read_only

log = logging.getLogger(__name__)

SEATS = {
    "models.text.infer": Seats(SETTINGS.text_runs, SETTINGS.brief_runs),
    "models.workers.pictures": Seats(SETTINGS.image_runs, SETTINGS.brief_runs),
    "models.gan.infer": Seats(SETTINGS.image_runs, SETTINGS.brief_runs),
}


class LocalEngine:
    """Every method may be called from any thread. `run` raises Busy, never waits."""

    def __init__(
        self,
        families: Mapping[str, str] = FAMILIES,
        cache_bytes: int = SETTINGS.cache_mb * 2**20,
        max_waiting: int = SETTINGS.max_waiting,
        seats: Mapping[str, Seats] = SEATS,
        allowance: Allowance | None = None,
    ) -> None:
        self._lock = threading.RLock()
        self._closed = False
        self._cache = TraceCache(cache_bytes)
        self._allowance = allowance or Allowance(SETTINGS.burst_runs, SETTINGS.runs_per_minute)
        # Weak: an ended computation is kept only by those who still look at it.
        self._under_way: weakref.WeakValueDictionary[Request, Computation] = weakref.WeakValueDictionary()
        self._page_module = families.get("page", "")
        modules = {family: module for family, module in families.items() if family != "page"}
        lanes = {
            module: Lane(module, self._lock, max_waiting, seats.get(module, Seats()), self._keep)
            for module in set(modules.values())
        }
        self._lanes = {family: lanes[module] for family, module in modules.items()}

    def run(self, request: Request, visitor: str | None = None) -> Run:
        """A run of this request: from the cache, or with others who asked the same, or last in the line.

        A visitor (any string that tells visitors apart) has at most one run waiting; a new one replaces it. So a page
        that wants several at once, e.g. for a race, gives each a name of its own, such as "<visitor> beam".
        """
        with self._lock:
            if self._closed:
                raise Cancelled()
            computation = self._find(request)
            run = Run(computation, visitor)
            answer: metrics.Answer = "cached" if computation.ended else "shared"
            if computation.place is None and not computation.ended:
                answer = "new"
                if request.family != "page":
                    self._submit(computation, visitor)
            metrics.asked(request.kind, answer)
            if run.place:
                self._leave_others(run)
        if request.family == "page" and not computation.ended:
            self._run_here(computation)
        return run

    def cached(self, request: Request) -> Trace | None:
        with self._lock:
            return self._cache.get(request)

    def status(self, family: str) -> Status:
        with self._lock:
            return self._lanes[family].status if family in self._lanes else READY

    def waiting(self) -> dict[str, int]:
        """How many runs wait, by family."""
        with self._lock:
            return {family: len(lane.line) for family, lane in sorted(self._lanes.items())}

    def warm_up(self, family: str) -> None:
        """Starts the family's worker in the background and returns at once."""
        with self._lock:
            if family in self._lanes:
                self._lanes[family].warm_up()

    def retry(self, family: str) -> None:
        """Tries again to load a model that could not be loaded."""
        with self._lock:
            if family in self._lanes:
                self._lanes[family].retry()

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Ends all runs as cancelled and all workers; returns when they are gone."""
        with self._lock:
            self._closed = True
            for lane in self._lanes.values():
                lane.close()
        for lane in self._lanes.values():
            lane.keeper.join()

    def _submit(self, computation: Computation, visitor: str | None) -> None:
        try:
            self._allowance.check(visitor)
            self._lanes[computation.request.family].submit(computation, visitor)
        except Busy as error:
            metrics.asked(computation.request.kind, "limited" if isinstance(error, TooOften) else "busy")
            raise
        self._allowance.spend(visitor, BRIEF if computation.request.brief else 1.0)
        self._under_way[computation.request] = computation

    def _find(self, request: Request) -> Computation:
        """The finished, running, waiting or new computation of a request."""
        cached = self._cache.get(request)
        computation = None if cached else self._under_way.get(request)
        if computation is None or computation.ended:
            computation = Computation(request, self._lock, self._give_up)
        if cached is not None:
            computation.finish(cached)
        return computation

    def _keep(self, trace: Trace) -> None:
        self._cache.put(trace.as_("cached"))

    def _give_up(self, computation: Computation) -> None:
        if computation.request.family in self._lanes:
            self._lanes[computation.request.family].give_up(computation)

    def _leave_others(self, run: Run) -> None:
        """A visitor waits for one run at a time. One that needs no waiting (cached, shared, here) replaces nothing."""
        for lane in self._lanes.values():
            for other in lane.line.runs_of(run.visitor):
                if not other.shares_with(run):
                    other.leave()

    def _run_here(self, computation: Computation) -> None:
        """A torch-free request, in the thread that asks: it takes milliseconds and needs no process."""
        began = time.perf_counter()
        request = computation.request
        try:
            family, model = _page_family(self._page_module)
            steps = tuple(read_only(step) for step in family.run(model, request))
            trace = Trace(request, steps, 1000 * (time.perf_counter() - began), family.describe(model, request))
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("A run here (%s) failed with %s:\n%s", request.kind, type(error).__name__, where)
            with self._lock:
                computation.fail(RunFailed())
            return
        with self._lock:
            computation.finish(trace)
            self._keep(trace)


@functools.cache
def _page_family(module: str) -> tuple[Any, Any]:
    family = importlib.import_module(module)
    return family, family.load(lambda template, **values: None)


_engine: LocalEngine | None = None
_making = threading.Lock()


def engine() -> LocalEngine:
    """The engine of this process, made by whoever asks first; a new one after the old one was closed."""
    global _engine
    with _making:
        if _engine is None or _engine.closed:
            _engine = LocalEngine()
            atexit.register(_engine.close)
        return _engine
