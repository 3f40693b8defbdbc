"""A heap of documents, a dot each, out of which one filter after the other takes its share, played like a film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.engine.translation import N_
from pages.figures.components.define import define, translated
from pages.figures.components.player import TEXTS

_mount = define("funnel")


@dataclass(frozen=True)
class DotKind:
    """What a document is. look: a colour of funnel.css; " square" for a square, " hollow" for an outline."""

    name: str
    look: str


def funnel(
    kinds: Sequence[DotKind],
    bins: Sequence[str],
    kind: Sequence[int],
    bin: Sequence[int],
    *,
    key: str,
    label: str,
    autoplay: bool = False,
) -> None:
    """Draws it with all filters applied, or plays up to there. kind and bin: of each document the place in `kinds`, and
    in `bins` of the filter that takes it, or -1. Raises ValueError for places that are not in the lists."""
    if len(kind) != len(bin) or not all(0 <= k < len(kinds) for k in kind) or not all(-1 <= b < len(bins) for b in bin):
        raise ValueError("Each document has a kind, and a bin or none.")
    data = {
        "label": label,
        "kinds": [{"name": of.name, "look": of.look} for of in kinds],
        "bins": list(bins),
        "kind": [int(k) for k in kind],
        "bin": [int(b) for b in bin],
        "per_second": 0.8,
        "autoplay": autoplay,
        "texts": {
            **translated(TEXTS),
            **translated({"frame": N_("Filter"), "heap": N_("In the heap: {n}"), "took": N_("took {n}")}),
        },
    }
    _mount(key=key, data=data)
