"""Reads a GGUF file (github.com/ggml-org/ggml, docs/gguf.md): its settings and, mapped from disk, its tensors.

Lists, such as the vocabulary, are stepped over: the tokenizer has a file of its own. That is why this takes
milliseconds, where gguf's own reader takes seconds for the 49,152 tokens and their merges.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import Any

import numpy as np

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _LIST = 8, 9
# GGML's tensor types that occur here → name, values a block, bytes a block.
_TYPES = {0: ("F32", 1, 4), 3: ("Q4_1", 32, 20), 8: ("Q8_0", 32, 34)}


class _Cursor:
    def __init__(self, data: mmap.mmap) -> None:
        self.data, self.place = data, 0

    def number(self, code: str) -> Any:
        (value,) = struct.unpack_from("<" + code, self.data, self.place)
        self.place += struct.calcsize("<" + code)
        return value

    def string(self) -> str:
        n = self.number("Q")
        self.place += n
        return self.data[self.place - n : self.place].decode()

    def value(self, kind: int) -> Any:
        """A number or text; None for a list."""
        if kind == _STRING:
            return self.string()
        if kind != _LIST:
            return self.number(_SCALARS[kind])
        item, n = self.number("I"), self.number("Q")
        if item in _SCALARS:
            self.place += n * struct.calcsize("<" + _SCALARS[item])
        else:
            for _ in range(n):
                self.value(item)
        return None


def read(path: Path) -> tuple[dict[str, Any], dict[str, tuple[str, np.ndarray]]]:
    """Settings by name, and tensors by name as (type, (rows, bytes of a row) uint8). Raises ValueError."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    cursor = _Cursor(data)
    if data[:4] != b"GGUF" or struct.unpack_from("<I", data, 4)[0] not in (2, 3):
        raise ValueError(f"{path} is no GGUF file of version 2 or 3.")
    cursor.place = 8
    n_tensors, n_settings = cursor.number("Q"), cursor.number("Q")
    settings = {cursor.string(): cursor.value(cursor.number("I")) for _ in range(n_settings)}
    infos = [_read_tensor_info(cursor) for _ in range(n_tensors)]
    alignment = settings.get("general.alignment", 32)
    start = -(-cursor.place // alignment) * alignment
    whole = np.frombuffer(data, np.uint8)
    tensors = {}
    for name, kind, rows, row_bytes, offset in infos:
        begin = start + offset
        tensors[name] = kind, whole[begin : begin + rows * row_bytes].reshape(rows, row_bytes)
    return settings, tensors


def _read_tensor_info(cursor: _Cursor) -> tuple[str, str, int, int, int]:
    """Name, type, rows, bytes a row, and offset of the next tensor."""
    name = cursor.string()
    width, *others = [cursor.number("Q") for _ in range(cursor.number("I"))]
    code = cursor.number("I")
    if code not in _TYPES:
        raise ValueError(f"{name} has the GGML type {code}; this reads F32, Q4_1 and Q8_0.")
    kind, values, size = _TYPES[code]
    rows = int(np.prod(others, dtype=np.int64))
    return name, kind, rows, width // values * size, cursor.number("Q")
