"""The engine of this process, with every family, shared by all who ask."""

from __future__ import annotations

import atexit
import os
import threading
from functools import partial

from models.engine.engine import Engine
from models.engine.local.engine import local_engine
from models.engine.ops.observer import HostObserver
from models.engine.ops.settings import SETTINGS
from models.engine.rate_limit import RateLimit
from models.engine.serve.cluster import chosen
from models.engine.serve.engine import serve_engine
from models.families import FAMILIES

_engine: Engine | None = None
_making = threading.Lock()


def engine() -> Engine:
    """Made by whoever asks first; a new one after the old one was closed."""
    global _engine
    with _making:
        if _engine is None or _engine.closed:
            _engine = new_engine()
            atexit.register(_engine.close)
        return _engine


def new_engine() -> Engine:
    """One of its own, with the host's settings."""
    families = FAMILIES.values()
    cluster = chosen(os.environ.get("ENGINE", ""))
    make = local_engine if cluster is None else partial(serve_engine, cluster=cluster)
    return make(
        workers={family.name: family.runner for family in families if family.seats},
        inline={family.name: family.runner for family in families if not family.seats},
        seats={family.runner: family.seats for family in families if family.seats},
        max_waiting=SETTINGS.max_waiting,
        cache_bytes=SETTINGS.cache_mb * 2**20,
        rate_limit=RateLimit(SETTINGS.burst_runs, SETTINGS.runs_per_minute),
        observer=HostObserver(),
    )
