"""An engine of this machine: a worker process for each module, and what needs no process in the one that asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from models.engine.backend import Backend
from models.engine.engine import Engine
from models.engine.inline import Inline
from models.engine.local.estimate import Seats
from models.engine.local.process import WorkerProcess
from models.engine.local.scheduler import Scheduler
from models.engine.observer import Observer
from models.engine.rate_limit import RateLimit


def local_engine(
    workers: Mapping[str, str],
    inline: Mapping[str, str] | None = None,
    *,
    seats: Mapping[str, Seats] | None = None,
    max_waiting: int = 64,
    cache_bytes: int = 192 * 2**20,
    rate_limit: RateLimit | None = None,
    observer: Observer | None = None,
) -> Engine:
    """`workers` and `inline`: family → module (worker.py). Families of one module share its process; `seats` is by
    module, and `max_waiting` is how many runs may wait for each."""
    schedulers = {
        module: Scheduler(module, max_waiting, (seats or {}).get(module, Seats()), partial(WorkerProcess, module))
        for module in set(workers.values())
    }
    backends: dict[str, Backend] = {family: schedulers[module] for family, module in workers.items()}
    backends |= {family: Inline(module) for family, module in (inline or {}).items()}
    return Engine(backends, cache_bytes=cache_bytes, rate_limit=rate_limit, observer=observer)
