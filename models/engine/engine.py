"""The engine: shares equal requests, caches traces, limits each visitor; backends behind it do the work."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping

from models.engine.backend import Backend, Front
from models.engine.cache import TraceCache
from models.engine.errors import Busy, Cancelled, TooOften
from models.engine.observer import Answer, Observer
from models.engine.rate_limit import BRIEF, RateLimit
from models.engine.requests import Request
from models.engine.run import Computation, Run
from models.engine.status import Status
from models.engine.trace import Trace


class Engine:
    """Every method may be called from any thread. `run` raises Busy, never waits."""

    def __init__(
        self,
        backends: Mapping[str, Backend],
        *,
        cache_bytes: int,
        rate_limit: RateLimit | None = None,
        observer: Observer | None = None,
    ) -> None:
        """`backends` by family; one may serve several. Without a rate limit, visitors may start any number of runs."""
        self._lock = threading.RLock()
        self._closed = False
        self._observer = observer or Observer()
        self._cache = TraceCache(cache_bytes)
        self._rate_limit = rate_limit
        # Weak: an ended computation is kept only by those who still look at it.
        self._under_way: weakref.WeakValueDictionary[Request, Computation] = weakref.WeakValueDictionary()
        self._backends = dict(backends)
        self._each = list(dict.fromkeys(backends.values()))
        for backend in self._each:
            backend.attach(Front(self._lock, self._keep, self._observer))

    def run(self, request: Request, visitor: str | None = None) -> Run:
        """A run of this request: from the cache, or shared with equal requests, or last in the queue.

        A visitor (any string that tells visitors apart) has at most one run waiting; a new one replaces it. So a page
        that wants several at once, e.g. for a race, gives each a name of its own, such as "<visitor> beam".
        """
        with self._lock:
            if self._closed:
                raise Cancelled()
            computation, answer = self._look_up(request)
            run = Run(computation, visitor)
            if answer == "new":
                self._submit(computation, visitor)
            self._observer.requested(request.kind, answer)
            if run.place:
                self._leave_others(run)
        if answer == "new":
            self._backends[request.family].run_here(computation)
        return run

    def cached(self, request: Request) -> Trace | None:
        """The trace of a request that ran before, if it is still cached."""
        with self._lock:
            trace = self._cache.get(request)
            if trace is not None:
                self._observer.cache_hit(request.kind)
            return trace

    def status(self, family: str) -> Status:
        """The state of the family's model. Raises KeyError for a family that no backend serves."""
        with self._lock:
            return self._backends[family].status

    def waiting(self) -> dict[str, int]:
        """How many runs wait, by family."""
        with self._lock:
            return {family: backend.waiting for family, backend in sorted(self._backends.items())}

    def warm_up(self, family: str) -> None:
        """Loads the family's model in the background and returns at once."""
        with self._lock:
            self._backends[family].warm_up()

    def retry(self, family: str) -> None:
        """Tries again to load a model that could not be loaded."""
        with self._lock:
            self._backends[family].retry()

    @property
    def closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Ends all runs as cancelled and all workers; returns when they are gone."""
        with self._lock:
            self._closed = True
            for backend in self._each:
                backend.close()
        for backend in self._each:
            backend.join()

    def _look_up(self, request: Request) -> tuple[Computation, Answer]:
        """The finished, the shared, or a new computation of a request."""
        trace = self.cached(request)
        if trace is None:
            shared = self._under_way.get(request)
            if shared is not None and not shared.ended:
                return shared, "shared"
        computation = Computation(request, self._lock, self._give_up, self._observer)
        if trace is None:
            return computation, "new"
        computation.finish(trace)
        return computation, "cached"

    def _submit(self, computation: Computation, visitor: str | None) -> None:
        backend = self._backends[computation.request.family]
        limited = self._rate_limit if backend.rate_limited else None
        try:
            if limited is not None:
                limited.check(visitor)
            backend.submit(computation, visitor)
        except Busy as error:
            self._observer.requested(computation.request.kind, "limited" if isinstance(error, TooOften) else "busy")
            raise
        if limited is not None:
            limited.spend(visitor, BRIEF if computation.request.brief else 1.0)
        self._under_way[computation.request] = computation

    def _keep(self, trace: Trace) -> None:
        self._cache.put(trace.as_("cached"))

    def _give_up(self, computation: Computation) -> None:
        self._backends[computation.request.family].give_up(computation)

    def _leave_others(self, run: Run) -> None:
        """A visitor waits for one run at a time. One that need not wait (cached, shared, run here) replaces nothing."""
        for backend in self._each:
            for other in backend.runs_waiting_for(run.visitor):
                if not other.shares_with(run):
                    other.leave()
