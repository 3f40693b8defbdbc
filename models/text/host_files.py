"""The small files of the host's own model (MODEL): settings and tokenizer, which pages read before it is loaded.

Torch-free. Those of a Hub name are fetched into the Hub's cache at their first use, and then read from there.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any


def host_model() -> str | None:
    """The folder or Hub id of the host's own model (MODEL); None: the shipped SmolLM2-135M-Instruct."""
    return os.environ.get("MODEL") or None


def path(model: str, file: str) -> Path | None:
    """Where a file of the model lies on this machine; None where it has none, or cannot be reached."""
    folder = _gguf_folder(model) if model.endswith(".gguf") else Path(model)
    if folder is None:
        return None
    if folder.is_dir():
        found = folder / file
        return found if found.exists() else None
    return None if folder.is_absolute() else _in_hub_cache(model, file)


def _gguf_folder(model: str) -> Path | None:
    """The folder that is made of a GGUF file; None for one that is refused when it is loaded."""
    file = Path(model)
    return _unpacked(model, file.stat().st_mtime_ns) if file.exists() else None


@cache
def _unpacked(model: str, _changed: int) -> Path | None:
    from models.text import gguf_model  # reads as much as the pages: only where a host names such a file

    try:
        return gguf_model.folder_of(model)
    except Exception:  # not a GGUF file, one that is damaged, one of another kind: loading it says which
        return None


def settings(model: str, file: str = "config.json") -> dict[str, Any]:
    """The content of a JSON file; empty where it is not there, or damaged."""
    found = path(model, file)
    return _read(found, found.stat().st_mtime_ns) if found else {}


@cache
def _read(found: Path, _changed: int) -> dict[str, Any]:
    try:
        content = json.loads(found.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


@cache
def _hub() -> Any:
    import huggingface_hub  # takes 0.2 s to import: only where a host names a model

    return huggingface_hub


def _in_hub_cache(model: str, file: str) -> Path | None:
    try:
        cached = _hub().try_to_load_from_cache(model, file)
        if cached is None and _fetched(model, file):
            cached = _hub().try_to_load_from_cache(model, file)
    except _hub().errors.HFValidationError:  # a folder that is not there, for one
        return None
    return Path(cached) if isinstance(cached, str) else None  # an object of its own says that the Hub has no such file


@cache
def _fetched(model: str, file: str) -> bool:
    """Asks the Hub once for each file: pages do not wait again for what could not be had."""
    try:
        _hub().hf_hub_download(model, file, etag_timeout=3)
    except Exception:  # no network, no such model, a model that needs a sign-in: loading it says which
        return False
    return True
