"""What depends on a trace is computed once per trace and language, whoever asks and whatever slider moves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from models.engine import Trace
from models.engine.single_flight import SingleFlight
from pages.basics.language import current

T = TypeVar("T")
_kept: WeakKeyDictionary[Trace, dict[Hashable, SingleFlight[Any]]] = WeakKeyDictionary()  # goes when the trace goes
_lock = threading.Lock()


def of(trace: Trace, key: Hashable, make: Callable[[], T]) -> T:
    """The value kept under `key` for this trace, made now if there is none. The returned value must not be changed."""
    with _lock:  # a figure has words in it, hence the language
        value: SingleFlight[T] = _kept.setdefault(trace, {}).setdefault((current(), key), SingleFlight())
    return value.get(make)
