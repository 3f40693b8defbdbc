"""Matrices rounded to coarser numbers, and what they then weigh.

Bits: blocks of 32 neighbours of a row share one scale in fp16, the largest of them is the largest whole number of that
many bits (symmetric, to nearest). Source: as Q8_0 and Q4_0 of llama.cpp, https://github.com/ggml-org/llama.cpp.
"""

from __future__ import annotations

import numpy as np

from models.cost.measured import FORMATS as FORMATS

BLOCK, SCALE_BITS = 32, 16


def bits_of(name: str) -> float:
    """Of one weight, with its share of the block's scale."""
    return _whole_bits(name) + SCALE_BITS / BLOCK if name.endswith("bits") else 32.0 if name == "fp32" else 16.0


def rounded(matrix: np.ndarray, name: str) -> np.ndarray:
    """(rows, width) fp32 → the nearest numbers that the format has, in fp32."""
    if name == "fp32":
        return matrix
    if name == "fp16":
        return matrix.astype(np.float16).astype(np.float32)
    if name == "bf16":
        return _bf16(matrix)
    largest = 2 ** (_whole_bits(name) - 1) - 1
    blocks = matrix.reshape(-1, BLOCK)
    scale = (np.abs(blocks).max(1, keepdims=True) / largest).astype(np.float16).astype(np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.where(scale > 0, np.rint(blocks / scale), 0).clip(-largest, largest)
    near: np.ndarray = (whole * scale).astype(np.float32).reshape(matrix.shape)
    return near


def _whole_bits(name: str) -> int:
    return int(name.split()[0])


def _bf16(matrix: np.ndarray) -> np.ndarray:
    """The upper 16 bits of fp32, to nearest, halves to even."""
    bits = np.ascontiguousarray(matrix, np.float32).view(np.uint32)
    upper = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)
    near: np.ndarray = upper.view(np.float32)
    return near
