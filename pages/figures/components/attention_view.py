"""Attention of all heads as thumbnails, and of one head as arcs and as a matrix; reading it needs no server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import streamlit as st

from models.engine.translation import N_
from pages.figures.components.define import define, packed, translated

_mount = define("attention_view")

THUMBNAIL = 24  # pixels, the smallest size of a thumbnail on the page

_TEXTS = {
    "all": N_("All heads: layers from left to right, heads from top to bottom"),
    "other": N_("other"),
    "grid": N_("Arrow keys move from head to head. Enter shows one in detail."),
    "head": N_("Layer {layer} · head {head}"),
    "off": N_("switched off"),
    "switch_off": N_("Switch this head off"),
    "switch_on": N_("Switch this head on"),
    "rows": N_("Pick a token to see where it looks"),
    "share": N_("share of attention"),
    "layers": N_("layer"),
    "matrix": N_("Each row is a query, each column a key. Arrow keys read cell by cell."),
    "query": N_("query ↓"),
    "key": N_("key →"),
    "reading": N_("query ‘{query}’ → key ‘{key}’: {share}"),
    "later": N_("query ‘{query}’ → key ‘{key}’: comes later, cannot be seen"),
    "larger": N_("Larger cells"),
    "smaller": N_("Smaller cells"),
}


Look = Literal["first", "previous", "induction"]


@dataclass(frozen=True, kw_only=True)
class HeadKind:
    """What was measured of a head. Its words up to a comma name the kind in the legend."""

    look: Look
    share: float  # of its attention that goes there, in [0, 1]
    text: str  # "previous token, 92 %"


def thumbnails(attentions: np.ndarray, size: int = THUMBNAIL) -> np.ndarray:
    """(layers, heads, n, n) shares → (layers, heads, s, s) uint8, 255 = all attention; s = min(n, size).

    Longer texts are pooled by maximum, so that a thin line stays a line. Compute once a trace: 256 tokens take a while.
    """
    # Float16 numbers from 0 up are ordered as their bits are, and whole numbers are pooled far faster.
    bits = np.ascontiguousarray(attentions, np.float16).view(np.uint16)
    n = bits.shape[-1]
    if n > size:
        starts = np.arange(size) * n // size
        bits = np.maximum.reduceat(np.maximum.reduceat(bits, starts, axis=-1), starts, axis=-2)
    shares = bits.view(np.float16).astype(np.float32)
    return np.rint(255 * shares).astype(np.uint8)


def attention_view(
    tokens: Sequence[str],
    overview: np.ndarray,
    detail: np.ndarray,
    *,
    layer: int,
    head: int,
    key: str,
    label: str,
    ablated: Collection[tuple[int, int]] = (),
    kinds: Mapping[tuple[int, int], HeadKind] | None = None,
    on_pick: Callable[[int, int], None] | None = None,
    on_toggle: Callable[[int, int], None] | None = None,
) -> tuple[int, int] | None:
    """Draws the view; returns the (layer, head) just picked, in this run only. The callbacks get it before the run.

    tokens: n visible pieces. overview: from `thumbnails`. detail: (n, n) shares of the chosen head, query by key.
    Layers and heads are counted from 0. Without `on_toggle` there is no switch.
    """
    layers, heads, size, _ = overview.shape
    if detail.shape != (len(tokens), len(tokens)):
        raise ValueError(f"{len(tokens)} tokens need a matrix of that size, not {detail.shape}.")

    def valid(pair: Any) -> tuple[int, int] | None:
        known = isinstance(pair, list) and len(pair) == 2 and all(type(x) is int for x in pair)
        return (pair[0], pair[1]) if known and 0 <= pair[0] < layers and 0 <= pair[1] < heads else None

    def handler(event: str, tell: Callable[[int, int], None] | None) -> Callable[[], None]:
        def callback() -> None:
            pair = valid(st.session_state[key][event])
            if tell and pair:
                tell(*pair)

        return callback

    head_data = {
        "label": label,
        "tokens": list(tokens),
        "grid": [layers, heads, size],
        "chosen": [layer, head],
        "ablated": sorted(map(list, ablated)),
        "kinds": [[*place, kind.look, kind.share, kind.text] for place, kind in (kinds or {}).items()],
        "switch": on_toggle is not None,
        "texts": translated(_TEXTS),
    }
    result = _mount(
        key=key,
        data=packed(head_data, np.asarray(overview, np.uint8), np.asarray(detail, "<f2")),
        on_picked_change=handler("picked", on_pick),
        on_toggled_change=handler("toggled", on_toggle),
    )
    return valid(result.picked)
