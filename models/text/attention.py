"""Attention itself, softmax(q·kᵀ / √D)·v, over the keys and values of all tokens so far.

Every sum has one fixed order, so a token gets the same bits whether its text was read at once or token by token.
Source: Vaswani et al., arXiv:1706.03762.
"""

from __future__ import annotations

import numpy as np
from numba import float32, prange

from models.text.compiled import compiled, parallel


class Cache:
    """Keys and values of the tokens so far, so that the next one costs one token's work (the KV cache)."""

    def __init__(self, layers: int, batch: int, kv_heads: int, head_dim: int, capacity: int) -> None:
        # Keys lie with the tokens side by side, values with the places of a head side by side: each is then summed
        # over in whole vectors.
        self.keys = np.empty((layers, batch, kv_heads, head_dim, capacity), np.float32)
        self.values = np.empty((layers, batch, kv_heads, capacity, head_dim), np.float32)
        self.length = 0

    def write(self, layer: int, k: np.ndarray, v: np.ndarray) -> None:
        """k, v: (B, n, kv_heads, D) of the tokens after the first `length`."""
        end = self.length + k.shape[1]
        self.keys[layer, ..., self.length : end] = k.transpose(0, 2, 3, 1)
        self.values[layer, :, :, self.length : end] = v.transpose(0, 2, 1, 3)

    @property
    def nbytes(self) -> int:
        return self.keys.nbytes + self.values.nbytes

    def copy(self) -> tuple[np.ndarray, np.ndarray]:
        """For `restore`."""
        return self.keys.copy(), self.values.copy()

    def restore(self, copied: tuple[np.ndarray, np.ndarray]) -> None:
        self.keys[:], self.values[:] = copied

    def pick(self, texts: np.ndarray) -> None:
        """Text i continues what was text texts[i]; there may be more or fewer texts than before."""
        used = slice(self.length)
        keys, values = self.keys[:, texts, :, :, used], self.values[:, texts, :, used]
        if len(texts) != self.keys.shape[1]:
            self.keys = np.empty((*self.keys.shape[:1], len(texts), *self.keys.shape[2:]), np.float32)
            self.values = np.empty((*self.values.shape[:1], len(texts), *self.values.shape[2:]), np.float32)
        self.keys[..., used], self.values[..., used, :] = keys, values


def _attend(q, keys, values, weights, mixed):
    """Fills weights (B, H, n, T), each row summing to 1, and mixed (B, n, H, D).

    q: (B, n, ≥H, D); keys: (B, kv_heads, D, ≥T); values: (B, kv_heads, ≥T, D). Of the T tokens the last n are new.
    """
    batch, heads, n, total = weights.shape
    width = q.shape[3]
    shared = heads // keys.shape[1]  # query heads that share one key/value head
    root = float32(1 / np.sqrt(width))
    for job in prange(batch * heads * n):
        text, head, query = job // (heads * n), job // n % heads, job % n
        seen = total - n + query + 1  # no token sees a later one
        row, out = weights[text, head, query], mixed[text, query, head]
        row[:] = 0
        for d in range(width):
            key, qd = keys[text, head // shared, d], q[text, query, head, d] * root
            for t in range(seen):
                row[t] += qd * key[t]
        top, norm = row[:seen].max(), float32(0)
        for t in range(seen):
            row[t] = np.exp(row[t] - top)
            norm += row[t]
        out[:] = 0
        for t in range(seen):
            row[t] /= norm
            value = values[text, head // shared, t]
            for d in range(width):
                out[d] += row[t] * value[d]


# One new token is too little work to share: waking a second thread takes as long.
_attend_one = compiled(_attend)
_attend_many = parallel(_attend)


def attend(q: np.ndarray, keys: np.ndarray, values: np.ndarray, weights: np.ndarray, mixed: np.ndarray) -> None:
    """See _attend."""
    (_attend_one if weights.shape[2] == 1 else _attend_many)(q, keys, values, weights, mixed)
