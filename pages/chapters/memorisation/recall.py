"""What a Score tells about knowing by heart: bits per token, and how far greedy writing would copy the text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.engine import Step
from models.text.famous import SKIPPED
from models.text.kinds import ScoreStep

Floats = NDArray[np.floating]
SURE = 0.9  # a token of at least this probability was practically certain


@dataclass(frozen=True, eq=False)
class Recall:
    ids: NDArray[np.integer]  # (n,)
    bits: Floats  # (n,), the surprise of each token; the first is NaN
    ranks: NDArray[np.integer]  # (n,), 1: the model's favourite; the first is 0
    favourites: NDArray[np.integer]  # (n,), the model's favourite in each place; the first means nothing

    @property
    def rated(self) -> Floats:
        """The bits that count: those after the first tokens, or of a short text those of its second half."""
        return self.bits[max(1, min(SKIPPED, len(self.ids) // 2)) :]

    @property
    def mean(self) -> float:
        return float(self.rated.mean())

    @property
    def sure(self) -> int:
        """How many of the rated tokens were practically certain."""
        return int((self.rated <= -np.log2(SURE)).sum())

    def copied(self) -> NDArray[np.integer]:
        """(n,): how many tokens greedy writing copies after the first k, for each k. Greedy writing puts the favourite
        in each place, so it follows the text as long as the text's own token is the favourite."""
        lengths = np.zeros(len(self.ids), np.int64)
        for k in reversed(range(1, len(self.ids))):
            following = lengths[k + 1] if k + 1 < len(self.ids) else 0
            lengths[k] = 1 + following if self.ranks[k] == 1 else 0
        return lengths


def recall(step: Step) -> Recall:
    assert isinstance(step, ScoreStep)
    return Recall(step.input_ids, -step.logprobs.astype(np.float64) / np.log(2), step.ranks, step.top_ids[:, 0])
