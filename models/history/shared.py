"""What all machines share: the pieces, the stories that they learned from, and the protocol that they answer to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.tiny_transformer import data
from models.tiny_transformer.data import Data
from models.tiny_transformer.kinds import Train

Floats = NDArray[np.float64]
LEARNED_FROM = 500_000  # characters of English stories
CONTEXT = 128  # pieces that the transformer looks back over


class Machine(Protocol):
    """A machine that predicts the next piece."""

    @property
    def numbers(self) -> int:
        """How many numbers were learned."""

    def next(self, ids: Sequence[int]) -> Floats:
        """The probability of each piece after these: (pieces,)."""

    def nats(self, rows: Sequence[Sequence[int]]) -> list[Floats]:
        """Of each row: −ln p of each piece but the first, given those before it in its row."""


@cache
def corpus() -> Data:
    """The stories in pieces; those of Training's untouched page."""
    return data.of(Train(characters=LEARNED_FROM))
