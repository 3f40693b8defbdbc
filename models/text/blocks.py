"""Matrices that stay in their 4-bit or 8-bit blocks, and their product with fp32 vectors.

A block is 32 neighbouring weights of a row. Q4_1 stores them as w = d·q + m with q in 0 … 15, Q8_0 as w = d·q with q
in −127 … 127. Nothing else is rounded: the product is that of the dequantised weights in fp32, up to the order of sums,
but reads a seventh of the memory, and reading memory is what decoding spends its time on.

Each row's sum has one fixed order, whatever the number of vectors or threads: equal inputs give equal bits.
"""

from __future__ import annotations

import numpy as np
from numba import float32, int32, prange

from models.text.compiled import compiled, parallel

BLOCK = 32  # weights of a row that share d and m
GROUP = 32  # rows that lie interleaved, so that one vector instruction works on several rows
MANY = 2  # vectors from which on it pays to write down a block's unpacked weights, and to read them once a vector

# Byte i of a block holds element i in its low and element 16 + i in its high four bits. Read as four little-endian
# words, nibble n of word k is element 4k + n/2 for even n, and 16 + 4k + (n − 1)/2 for odd n.
_NIBBLE = np.arange(8)
_ORDER = (4 * np.arange(4)[:, None] + _NIBBLE // 2 + 16 * (_NIBBLE % 2)).ravel()
# A nibble is used in place, as q·16ⁿ, and x divided by 16ⁿ, which is exact: that saves a shift for each weight.
# The last nibble holds the sign bit and is shifted.
_SCALE = np.tile(np.where(_NIBBLE < 7, 16.0**-_NIBBLE, 1), 4).astype(np.float32)


class Q4_1:
    """W, (rows, width); `W(x)` is x @ W.T."""

    def __init__(self, data: np.ndarray) -> None:
        """data: (rows, bytes of a row) uint8 as in GGUF: for each block d, m as fp16, then 16 bytes of nibbles."""
        blocks = _grouped(data, 20)
        self.d = _halves(blocks[..., 0:2])
        self.m = _halves(blocks[..., 2:4])
        words = np.ascontiguousarray(blocks[..., 4:]).view(np.int32)  # (groups, GROUP, blocks, 4)
        self.words = np.ascontiguousarray(words.transpose(0, 2, 3, 1))
        self.rows = data.shape[0]

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """x: (n, width) float32 → (n, rows) float32."""
        y = np.empty((len(x), self.rows), np.float32)
        product = _q4_1 if len(x) < MANY else _q4_1_many
        product(self.words, self.d, self.m, x.reshape(len(x), -1, BLOCK), y)
        return y

    def dense(self) -> np.ndarray:
        """W itself, (rows, width) float32."""
        nibbles = (self.words[..., None] >> (4 * _NIBBLE).astype(np.int32)) & 15  # (groups, blocks, 4, GROUP, 8)
        q = np.empty((*self.d.shape, BLOCK), np.float32)  # (groups, blocks, GROUP, BLOCK)
        q[..., _ORDER] = nibbles.transpose(0, 1, 3, 2, 4).reshape(q.shape)
        w = self.d[..., None] * q + self.m[..., None]
        return w.transpose(0, 2, 1, 3).reshape(self.rows, -1)


class Q8_0:
    """W, (rows, width); `W(x)` is x @ W.T, and `W.take(ids)` are its rows."""

    def __init__(self, data: np.ndarray) -> None:
        """data: (rows, bytes of a row) uint8 as in GGUF: for each block d as fp16, then 32 signed bytes."""
        blocks = _grouped(data, 34)
        self.d = _halves(blocks[..., 0:2])
        self.q = np.ascontiguousarray(blocks[..., 2:].transpose(0, 2, 3, 1)).view(np.int8)
        self.rows = data.shape[0]

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """x: (n, width) float32 → (n, rows) float32."""
        y = np.empty((len(x), self.rows), np.float32)
        _q8_0(self.q, self.d, x.reshape(len(x), -1, BLOCK), y)
        return y

    def dense(self) -> np.ndarray:
        """W itself, (rows, width) float32."""
        return self.take(np.arange(self.rows))

    def take(self, ids: np.ndarray) -> np.ndarray:
        """(n,) → (n, width) float32: embeddings."""
        group, row = np.divmod(ids, GROUP)
        return (self.d[group, :, row][..., None] * self.q[group, :, :, row]).reshape(len(ids), -1)


def _grouped(data: np.ndarray, size: int) -> np.ndarray:
    rows, row_bytes = data.shape
    return data.reshape(rows // GROUP, GROUP, row_bytes // size, size)


def _halves(pairs: np.ndarray) -> np.ndarray:
    """(groups, GROUP, blocks, 2) bytes of fp16 → (groups, blocks, GROUP) float32."""
    halves = np.ascontiguousarray(pairs).view(np.float16)[..., 0]
    return np.ascontiguousarray(halves.transpose(0, 2, 1), np.float32)


@parallel
def _q4_1(words, d, m, x, y):
    scaled, sums = _scaled(x)
    for g in prange(words.shape[0]):
        for i in range(x.shape[0]):
            total = y[i, g * GROUP : (g + 1) * GROUP]
            total[:] = 0
            for b in range(words.shape[1]):
                word, scale, least, xb, xsum = words[g, b], d[g, b], m[g, b], scaled[b, i], sums[b, i]
                for r in range(GROUP):
                    # Four sums side by side: a single one would wait for its own last addition each time.
                    a0, a1, a2, a3 = word[0, r], word[1, r], word[2, r], word[3, r]
                    s0, s1, s2, s3 = float32(0), float32(0), float32(0), float32(0)
                    for n in range(7):
                        nibble = int32(15 << (4 * n))
                        s0 += float32(a0 & nibble) * xb[n]
                        s1 += float32(a1 & nibble) * xb[8 + n]
                        s2 += float32(a2 & nibble) * xb[16 + n]
                        s3 += float32(a3 & nibble) * xb[24 + n]
                    s0 += float32((a0 >> int32(28)) & int32(15)) * xb[7]
                    s1 += float32((a1 >> int32(28)) & int32(15)) * xb[15]
                    s2 += float32((a2 >> int32(28)) & int32(15)) * xb[23]
                    s3 += float32((a3 >> int32(28)) & int32(15)) * xb[31]
                    total[r] += scale[r] * ((s0 + s1) + (s2 + s3)) + least[r] * xsum


@parallel
def _q4_1_many(words, d, m, x, y):
    """The same sums in the same order as _q4_1, with each block unpacked once for all vectors."""
    scaled, sums = _scaled(x)
    for g in prange(words.shape[0]):
        block = np.empty((BLOCK, GROUP), np.float32)
        total = np.zeros((x.shape[0], GROUP), np.float32)
        for b in range(words.shape[1]):
            _unpack(words[g, b], block)
            scale, least, xs, xsums = d[g, b], m[g, b], scaled[b], sums[b]
            for i in range(x.shape[0]):
                xb, xsum, row = xs[i], xsums[i], total[i]
                for r in range(GROUP):
                    s0, s1, s2, s3 = float32(0), float32(0), float32(0), float32(0)
                    for n in range(8):
                        s0 += block[n, r] * xb[n]
                        s1 += block[8 + n, r] * xb[8 + n]
                        s2 += block[16 + n, r] * xb[16 + n]
                        s3 += block[24 + n, r] * xb[24 + n]
                    row[r] += scale[r] * ((s0 + s1) + (s2 + s3)) + least[r] * xsum
        for i in range(x.shape[0]):
            y[i, g * GROUP : (g + 1) * GROUP] = total[i]


@compiled
def _unpack(word, block):
    """(4, GROUP) words → (BLOCK, GROUP) nibbles, in the order and scale of _scaled. It goes over the words once: to go
    over them for each nibble takes four times as long."""
    for k in range(4):
        for r in range(GROUP):
            a = word[k, r]
            block[8 * k, r] = float32(a & int32(15))
            block[8 * k + 1, r] = float32(a & int32(15 << 4))
            block[8 * k + 2, r] = float32(a & int32(15 << 8))
            block[8 * k + 3, r] = float32(a & int32(15 << 12))
            block[8 * k + 4, r] = float32(a & int32(15 << 16))
            block[8 * k + 5, r] = float32(a & int32(15 << 20))
            block[8 * k + 6, r] = float32(a & int32(15 << 24))
            block[8 * k + 7, r] = float32((a >> int32(28)) & int32(15))


@compiled
def _scaled(x):
    """x in the order and scale of the nibbles, and each block's sum: (blocks, n, BLOCK) and (blocks, n)."""
    scaled, sums = np.empty((x.shape[1], x.shape[0], BLOCK), np.float32), np.empty((x.shape[1], x.shape[0]), np.float32)
    for b in range(x.shape[1]):
        for i in range(x.shape[0]):
            xsum = float32(0)
            for j in range(BLOCK):
                scaled[b, i, j] = x[i, b, _ORDER[j]] * _SCALE[j]
                xsum += x[i, b, j]
            sums[b, i] = xsum
    return scaled, sums


@parallel
def _q8_0(q, d, x, y):
    for g in prange(q.shape[0]):
        for i in range(x.shape[0]):
            total = y[i, g * GROUP : (g + 1) * GROUP]
            total[:] = 0
            for b in range(q.shape[1]):
                qb, scale, xb = q[g, b], d[g, b], x[i, b]
                for r in range(GROUP):
                    s0, s1, s2, s3 = float32(0), float32(0), float32(0), float32(0)
                    for j in range(0, BLOCK, 4):
                        s0 += float32(qb[j, r]) * xb[j]
                        s1 += float32(qb[j + 1, r]) * xb[j + 1]
                        s2 += float32(qb[j + 2, r]) * xb[j + 2]
                        s3 += float32(qb[j + 3, r]) * xb[j + 3]
                    total[r] += scale[r] * ((s0 + s1) + (s2 + s3))
