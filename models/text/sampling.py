"""From logits to a choice: temperature, top-k, top-p, min-p, and sampling. Only numpy; logits are (vocab_size,).

The filters apply in transformers' order. Everything is computed in float64, so the order of sums does not show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.engine.limits import Range
from models.engine.requests import Checked

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reshape(Checked):
    """How known logits become probabilities. It has no kind, because no model runs for it. Raises InvalidRequest."""

    temperature: Annotated[float, Range(0, 5, 0.05)] = 1.0
    """No unit. 0 is the limit: always the likeliest token."""
    top_k: Annotated[int, Range(0, 1000)] = 0
    """Keep the k likeliest tokens; 0 keeps all."""
    top_p: Annotated[float, Range(0, 1, 0.01)] = 1.0
    """Keep the likeliest tokens until their probabilities reach this sum; 1 keeps all."""
    min_p: Annotated[float, Range(0, 1, 0.01)] = 0.0
    """Keep tokens with at least this share of the likeliest token's probability; 0 keeps all."""

    def probs(self, logits: ArrayLike) -> Floats:
        return probs(logits, self.temperature, self.top_k, self.top_p, self.min_p)


def softmax(logits: ArrayLike) -> Floats:
    """exp(x) / Σ exp(x) over the last axis. Logits of −inf get probability 0."""
    x = np.asarray(logits, np.float64)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    p: Floats = e / e.sum(axis=-1, keepdims=True)
    return p


def log_softmax(logits: ArrayLike) -> Floats:
    """The natural logarithm of softmax, over the last axis, exact where softmax rounds to 0."""
    x = np.asarray(logits, np.float64)
    x = x - x.max(axis=-1, keepdims=True)
    log_p: Floats = x - np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return log_p


def probs(
    logits: ArrayLike, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0, min_p: float = 0.0
) -> Floats:
    """Probabilities after temperature and filters. At least one token always remains.

    Sources: top-k, Fan et al., arXiv:1805.04833; top-p, Holtzman et al., arXiv:1904.09751; min-p, Nguyen et al.,
    arXiv:2407.01082.
    """
    x = np.asarray(logits, np.float64)
    if temperature == 0:
        return np.where(np.arange(x.size) == x.argmax(), 1.0, 0.0)
    with np.errstate(over="ignore"):  # at a tiny temperature all but the likeliest go to −inf, as they should
        x = (x - x.max()) / temperature
    if 0 < top_k < x.size:
        # Tokens as likely as the k-th stay too, as in transformers: no reason to prefer one of them.
        x[x < np.partition(x, -top_k)[-top_k]] = -np.inf
    if top_p < 1:
        x[~_nucleus(x, top_p)] = -np.inf
    kept = softmax(x)
    if min_p > 0:
        kept[kept < min_p * kept.max()] = 0
        kept /= kept.sum()
    return kept


def _nucleus(x: Floats, top_p: float) -> NDArray[np.bool_]:
    """The smallest set of likeliest tokens whose probabilities sum to top_p or more.

    Only values are sorted, which is faster than sorting the tokens. Where the limit falls among equally likely tokens,
    those with the lower ids stay, so that top_p = 0 is argmax (transformers leaves the choice to an unstable sort).
    """
    ascending = np.sort(x)
    n = max(1, int(np.count_nonzero(softmax(ascending).cumsum() > 1 - top_p)))
    limit = ascending[-n]
    keep: NDArray[np.bool_] = x > limit
    ties = np.flatnonzero(x == limit)
    keep[ties[: n - np.count_nonzero(keep)]] = True
    return keep


def repetition_penalty(logits: ArrayLike, ids: ArrayLike, penalty: float) -> Floats:
    """Makes tokens already used less likely (Keskar et al., arXiv:1909.05858): once each, however often they occur."""
    x = np.array(logits, np.float64)
    seen = np.unique(np.asarray(ids, np.int64))
    x[seen] = np.where(x[seen] < 0, x[seen] * penalty, x[seen] / penalty)
    return x


def entropy_bits(probs: ArrayLike) -> float:
    """−Σ p log₂ p: 0 for a certain token, log₂(vocab_size) when all are equally likely."""
    p = np.asarray(probs, np.float64)
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum()) + 0.0  # + 0.0 turns −0.0 into 0.0


def top(values: ArrayLike, n: int) -> NDArray[np.int64]:
    """The indices of the n highest values, highest first; of equal ones the lower index first."""
    x = np.asarray(values)
    n = min(n, x.size)
    high = np.flatnonzero(x >= np.partition(x, -n)[-n])
    ids: NDArray[np.int64] = high[np.argsort(-x[high], kind="stable")][:n]
    return ids


def draw(probs: ArrayLike, n: int, seed: int | np.random.Generator) -> NDArray[np.int64]:
    """n independent samples, (n,) ids, by inverting the cumulative sum: each uses one uniform number of the seed."""
    cumulative = np.asarray(probs, np.float64).cumsum()
    u = np.random.default_rng(seed).random(n) * cumulative[-1]
    # side="right" steps over tokens of probability 0; rounding may lift u to the total, hence the limit.
    last = np.searchsorted(cumulative, cumulative[-1])
    ids: NDArray[np.int64] = np.minimum(np.searchsorted(cumulative, u, side="right"), last)
    return ids
