"""Which heads are switched off in the Attention chapter, as the address writes it: "0.*,3.2"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from models.engine.errors import InvalidRequest
from models.engine.requests import Checked
from models.engine.translation import N_
from models.text.architecture import architecture
from models.text.prompt import Prompt

Pairs = tuple[tuple[int, int], ...]


def read(raw: str) -> tuple[Pairs, list[str]]:
    """The (layer, head) pairs that a text like "0.*,3.2" lists, and the pieces of it that are none."""
    layers, heads = architecture().layers, architecture().heads
    pairs: set[tuple[int, int]] = set()
    wrong = []
    for piece in filter(None, (p.strip() for p in raw.split(","))):
        layer, _dot, head = piece.partition(".")
        wanted = range(heads) if head == "*" else [int(head)] if head.isdecimal() else []
        if layer.isdecimal() and int(layer) < layers and wanted and max(wanted) < heads:
            pairs |= {(int(layer), h) for h in wanted}
        else:
            wrong.append(piece)
    return tuple(sorted(pairs)), wrong


def write(pairs: Pairs) -> str:
    """The shortest text that `read` turns into these pairs."""
    pieces = []
    for layer in sorted({layer for layer, _head in pairs}):
        here = [head for one, head in pairs if one == layer]
        pieces += [f"{layer}.*"] if len(here) == architecture().heads else [f"{layer}.{head}" for head in sorted(here)]
    return ",".join(pieces)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ablation(Checked):
    """The heads that are switched off, as the address writes them. Raises InvalidRequest for an unknown one."""

    off: Annotated[str, Prompt(1200, empty=True, host_limited=False)] = ""

    def __post_init__(self) -> None:
        Checked.__post_init__(self)
        _pairs, wrong = read(self.off)
        if wrong:
            raise InvalidRequest(
                N_("“{value}” is not a head. Write layer.head, such as 3.2, or 0.* for a whole layer."), value=wrong[0]
            )
