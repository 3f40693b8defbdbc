"""Which heads are switched off in the Attention chapter, as the address writes it: "0.*,3.2"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from models.engine.errors import InvalidRequest
from models.engine.requests import Request
from models.engine.translation import N_
from models.text.prompt import Prompt

LAYERS, HEADS = 30, 9
Pairs = tuple[tuple[int, int], ...]


def read(raw: str) -> tuple[Pairs, list[str]]:
    """The (layer, head) pairs that a text like "0.*,3.2" names, and the pieces of it that name none."""
    pairs: set[tuple[int, int]] = set()
    wrong = []
    for piece in filter(None, (p.strip() for p in raw.split(","))):
        layer, _dot, head = piece.partition(".")
        wanted = range(HEADS) if head == "*" else [int(head)] if head.isdecimal() else []
        if layer.isdecimal() and int(layer) < LAYERS and wanted and max(wanted) < HEADS:
            pairs |= {(int(layer), h) for h in wanted}
        else:
            wrong.append(piece)
    return tuple(sorted(pairs)), wrong


def write(pairs: Pairs) -> str:
    """The shortest text that `read` turns into these pairs."""
    pieces = []
    for layer in sorted({layer for layer, _head in pairs}):
        here = [head for one, head in pairs if one == layer]
        pieces += [f"{layer}.*"] if len(here) == HEADS else [f"{layer}.{head}" for head in sorted(here)]
    return ",".join(pieces)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ablation(Request):
    """The heads that are switched off, as the address writes them. Raises InvalidRequest for a head there is not."""

    kind: ClassVar[str] = "ablation"
    family: ClassVar[str] = "page"
    off: Annotated[str, Prompt(1200, empty=True)] = ""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        _pairs, wrong = read(self.off)
        if wrong:
            raise InvalidRequest(
                N_("“{value}” names no head. Write layer.head, such as 3.2, or 0.* for a whole layer."), value=wrong[0]
            )
