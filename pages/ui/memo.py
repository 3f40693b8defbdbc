"""What depends on a trace is computed once for it and each language, whoever asks and whatever slider moves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from models.engine import Trace
from pages.ui.language import current

T = TypeVar("T")
_kept: WeakKeyDictionary[Trace, dict[Hashable, object]] = WeakKeyDictionary()  # goes when the trace goes
_lock = threading.Lock()


def of(trace: Trace, key: Hashable, make: Callable[[], T]) -> T:
    """The value kept under `key` for this trace, made now if there is none. Nobody may change what is returned."""
    key = (current(), key)  # a figure has words in it
    with _lock:
        kept = _kept.setdefault(trace, {})
    if key not in kept:
        kept[key] = make()  # two visitors at the same moment may both make it: the values are equal
    return kept[key]  # type: ignore[return-value]
