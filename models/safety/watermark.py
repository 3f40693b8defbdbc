"""Two watermarks of text: how each changes the probabilities of the next token, and what its key finds in a text.

Both ask a hash of the key, the tokens before and the token itself, so a detector needs the key and the text, no model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.text import sampling

GREEN_SHARE = 0.25  # of the vocabulary
CONTEXT = 4  # tokens before, that a tournament's hash reads
ROUNDS = 30  # of a tournament, as SynthID's reference keys
FALSE_ALARMS = (0.01, 0.001)  # accepted shares of unmarked texts that are taken for marked
Scheme = str  # "green" or "tournament"


def hashed(key: int, before: NDArray[np.integer], token: NDArray[np.integer]) -> NDArray[np.uint64]:
    """64 bits that look random, of a key, a number for what stands before, and the token (splitmix64's mixing: Steele
    et al. 2014, doi:10.1145/2660193.2660195)."""
    with np.errstate(over="ignore"):
        x = np.asarray(before).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x = x ^ (np.asarray(token).astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F))
        return _mixed(x ^ (np.asarray(key, np.uint64) * np.uint64(0x165667B19E3779F9)))


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def green(key: int, before: NDArray[np.integer], token: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether the token is on the green list of the token before it."""
    listed: NDArray[np.bool_] = (hashed(key, before, token) >> np.uint64(32)) < np.uint64(int(GREEN_SHARE * 2**32))
    return listed


def folded(contexts: NDArray[np.integer]) -> NDArray[np.uint64]:
    """One number for the tokens of each context, (n, CONTEXT) → (n,)."""
    with np.errstate(over="ignore"):
        number = np.zeros(len(contexts), np.uint64)
        for column in np.asarray(contexts).astype(np.uint64).T:
            number = _mixed(number + column + np.uint64(1))
        return number


def wins(key: int, context: NDArray[np.integer], token: NDArray[np.integer]) -> NDArray[np.bool_]:
    """g of each round of a tournament: (ROUNDS, n), each a coin that the hash tosses."""
    bits = hashed(key, context, token)
    rounds = np.arange(ROUNDS, dtype=np.uint64)[:, None]
    tossed: NDArray[np.bool_] = (bits >> rounds) & np.uint64(1) == 1
    return tossed


def next_probs(
    logits: NDArray[np.floating], ids: Sequence[int], scheme: str, strength: float, temperature: float, key: int
) -> NDArray[np.float64]:
    """The probabilities that the next token is drawn from, (vocab_size,). ids: all tokens so far, of the prompt too."""
    if scheme == "green":
        listed = green(key, np.array(ids[-1]), np.arange(len(logits), dtype=np.uint64))
        return sampling.softmax(np.asarray(logits, np.float64) / temperature + strength * listed)
    probs = sampling.probs(logits, temperature)
    # A context that came before would favour the same token again, and the text would circle: it is left unmarked.
    if scheme == "tournament" and tuple(ids[-CONTEXT:]) not in _contexts(ids[:-1]):
        context = folded(np.array([ids[-CONTEXT:]]))
        for g in wins(key, context, np.arange(len(logits), dtype=np.uint64)):
            # Two drawn at random meet in each round; who has the coin wins, and equal ones toss another.
            probs = probs * (1 + g - probs[g].sum())
    return probs


def _contexts(ids: Sequence[int]) -> set[tuple[int, ...]]:
    return {tuple(ids[i - CONTEXT : i]) for i in range(CONTEXT, len(ids) + 1)}


@dataclass(frozen=True, eq=False)
class Tokens:
    """What a key finds in a text of n tokens, one by one."""

    hits: NDArray[np.int64]  # (n,) 1 for a green token; of a tournament the rounds that it wins
    tosses: NDArray[np.int64]  # (n,) how many each could have: 0 where the token does not count
    chance: float  # of a hit in a text without the mark

    def evidence(self, length: int | None = None) -> Evidence:
        """Of the first tokens, or of all."""
        counted = self.tosses[:length] > 0
        return Evidence(int(self.hits[:length][counted].sum()), int(self.tosses[:length].sum()), self.chance)


@dataclass(frozen=True)
class Evidence:
    hits: int
    tosses: int
    chance: float

    @property
    def share(self) -> float:
        """NaN of no tosses."""
        return self.hits / self.tosses if self.tosses else math.nan

    @property
    def z(self) -> float:
        """By how many standard deviations there are more hits than chance gives; 0 of no tosses."""
        n = max(self.tosses, 1)
        return (self.hits - self.chance * self.tosses) / math.sqrt(n * self.chance * (1 - self.chance))

    @property
    def p(self) -> float:
        """Exact: how often an unmarked text has at least as many hits."""
        return upper_tail(self.hits, self.tosses, self.chance)


def upper_tail(k: int, n: int, chance: float) -> float:
    """P(X ≥ k) of a binomial distribution of n tosses."""
    if k <= 0:
        return 1.0
    logs = np.concatenate([[0.0], np.log(np.arange(1, n + 1)).cumsum()])  # log i!
    i = np.arange(k, n + 1)
    terms = logs[n] - logs[i] - logs[n - i] + i * math.log(chance) + (n - i) * math.log1p(-chance)
    return min(1.0, math.fsum(np.exp(terms).tolist()))


def read(ids: Sequence[int], scheme: Scheme, key: int) -> Tokens:
    """What the key finds in a text alone, without its prompt. What stands before and the token count once together:
    a phrase that comes again is no new evidence."""
    n = len(ids)
    back = 1 if scheme == "green" else CONTEXT
    hits, tosses = np.zeros(n, np.int64), np.zeros(n, np.int64)
    if n > back:
        tokens = np.array(ids[back:])
        windows = np.lib.stride_tricks.sliding_window_view(np.array(ids), back)[:-1]
        if scheme == "green":
            hits[back:] = green(key, windows[:, 0], tokens)
            first = _first([(*w, t) for w, t in zip(windows.tolist(), tokens.tolist(), strict=True)])
        else:
            hits[back:] = wins(key, folded(windows), tokens).sum(0)
            first = _first([tuple(w) for w in windows.tolist()])
        tosses[back:] = first * (1 if scheme == "green" else ROUNDS)
    return Tokens(hits, tosses, GREEN_SHARE if scheme == "green" else 0.5)


def _first(items: list[tuple[int, ...]]) -> NDArray[np.bool_]:
    """(n,) whether each is the first of its kind."""
    seen: set[tuple[int, ...]] = set()
    return np.array([not (item in seen or seen.add(item)) for item in items])  # type: ignore[func-returns-value]
