"""What lies below a change is the same for each change there: those layers are gone through once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from models.text.attention import Cache
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking

States = dict[int, np.ndarray]  # the residual stream by depth (see `record` in net.py), each (B·n, width)


def read(net: AnyNet, ids: np.ndarray, depths: Collection[int], cache: Cache | None = None) -> Asking:
    """Texts, (B, n), with nothing changed. Returns their hidden states, (B, n, width), and the States of the depths."""
    states: States = {}

    def keep(depth: int, x: np.ndarray) -> None:
        if depth in depths:
            states[depth] = x.copy()

    hidden_states = yield Pass(ids, cache or new_cache(net, *ids.shape), edit=keep)
    return hidden_states, states


def go_on(net: AnyNet, ids: np.ndarray, states: States, depth: int, times: int = 1, **changes: Any) -> Asking:
    """The same texts from the depth on, as often as there are changes. Returns (times · B, n, width) hidden states."""
    texts = np.tile(ids, (times, 1))
    again = np.tile(states[depth], (times, 1))
    return (yield Pass(texts, new_cache(net, *texts.shape), depth=depth, states=again, **changes))
