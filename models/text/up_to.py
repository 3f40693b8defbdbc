"""Layers and heads as limits of a field."""

from __future__ import annotations

from collections.abc import Callable

from models.engine.limits import Range
from models.text.architecture import architecture


class UpTo(Range):
    """From 0 to a number that is looked up each time: the host may run a different model."""

    def __init__(self, last: Callable[[], int]) -> None:
        object.__setattr__(self, "low", 0)
        object.__setattr__(self, "step", None)
        object.__setattr__(self, "last", last)

    @property
    def high(self) -> float:  # type: ignore[override]
        return self.last()


def last_layer() -> int:
    return architecture().layers - 1


def last_head() -> int:
    return architecture().heads - 1
