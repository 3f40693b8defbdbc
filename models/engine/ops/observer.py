"""What a host sees of the engine: each event is counted (metrics.py), and each finished run is logged (logs.py)."""

from __future__ import annotations

import time

from models.engine.observer import Answer, Observer
from models.engine.ops import logs, metrics
from models.engine.run import Computation
from models.engine.steps import Step


class HostObserver(Observer):
    def requested(self, kind: str, answer: Answer) -> None:
        metrics.REQUESTS.labels(kind, answer).inc()

    def cache_hit(self, kind: str) -> None:
        metrics.CACHE_HITS.labels(kind).inc()

    def began(self, computation: Computation) -> None:
        metrics.WAIT_SECONDS.labels(computation.request.kind).observe(time.monotonic() - computation.asked_at)

    def made_step(self, computation: Computation, step: Step) -> None:
        metrics.STEPS.labels(computation.request.kind).inc()
        metrics.TOKENS.inc(step.written_tokens)

    def ended(self, computation: Computation) -> None:
        kind = computation.request.kind
        metrics.RUNS.labels(kind, computation.state).inc()
        if computation.state == "done":
            metrics.RUN_SECONDS.labels(kind).observe(time.monotonic() - computation.asked_at)
        logs.run_ended(computation)

    def worker_started(self, module: str) -> None:
        metrics.STARTS.labels(module).inc()

    def worker_died(self, module: str) -> None:
        metrics.DEATHS.labels(module).inc()
