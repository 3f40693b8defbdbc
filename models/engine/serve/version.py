"""What code and weights a machine has, in one number: two machines give the same results only where it is the same."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

MODELS = Path(__file__).parents[2]


@functools.cache
def version(folder: Path = MODELS) -> str:
    """SHA-256, in 64 hex digits, of every file under the folder, with its place. Takes a fifth of a second."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()
