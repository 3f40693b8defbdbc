"""Markov's chain: it counts what follows the last few pieces, and knows nothing of what lies further back.

Sources: Markov, An example of statistical investigation in the text of "Eugene Onegin", 1913; Shannon, A mathematical
theory of communication, 1948. Unseen continuations as in models/ngrams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.history.shared import Floats, corpus
from models.ngrams import kneser_ney
from models.ngrams.kneser_ney import KneserNey


@dataclass(frozen=True)
class Markov:
    counts: KneserNey

    @property
    def numbers(self) -> int:
        return self.counts.numbers

    def next(self, ids: Sequence[int]) -> Floats:
        return self.counts.next(ids)

    def nats(self, rows: Sequence[Sequence[int]]) -> list[Floats]:
        order = self.counts.order
        result = []
        for row in rows:
            ids = np.asarray(row, np.int64)
            short = [-np.log(self.counts.next(ids[:i])[ids[i]]) for i in range(1, min(order, len(ids)))]
            whole = self.counts.nats(ids)[1 if order == 0 else 0 :] if len(ids) > order else np.empty(0)
            result.append(np.concatenate([short, whole]))
        return result


@lru_cache(maxsize=6)
def chain(order: int) -> Markov:
    """Counted when it is first asked for: less than a tenth of a second."""
    of = corpus()
    return Markov(kneser_ney.fit(of.train.ids.numpy(), of.pieces.count, order))
