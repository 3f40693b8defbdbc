"""Finished traces kept in memory, bounded in bytes; the least recently used one goes first."""

from __future__ import annotations

from collections import OrderedDict

from models.engine.requests import Request
from models.engine.trace import Trace


class TraceCache:
    """Not locked: the engine calls it under its own lock."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.nbytes = 0
        self._traces: OrderedDict[Request, Trace] = OrderedDict()

    def get(self, request: Request) -> Trace | None:
        trace = self._traces.get(request)
        if trace is not None:
            self._traces.move_to_end(request)
        return trace

    def put(self, trace: Trace) -> None:
        """A trace larger than the whole cache is not kept: it would push out all others, and the next one it."""
        if trace.nbytes > self.max_bytes:
            return
        self._drop(self._traces.pop(trace.request, None))
        self._traces[trace.request] = trace
        self.nbytes += trace.nbytes
        while self.nbytes > self.max_bytes:
            self._drop(self._traces.popitem(last=False)[1])

    def _drop(self, trace: Trace | None) -> None:
        self.nbytes -= trace.nbytes if trace is not None else 0
