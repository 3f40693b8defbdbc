"""How a component is made: its script and style lie beside its Python file, after the shared ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.basics.language import _

HERE = Path(__file__).parent


def define(name: str, *parts: str) -> Callable[..., Any]:
    """Registers a component once, when its module is imported. Streamlit gives each component one script and one
    style, so `shared`, the named parts and the component's own file are joined in this order."""
    names = ("shared", *parts, name)
    files = {kind: [HERE / f"{part}.{kind}" for part in names] for kind in ("js", "css")}
    js, css = ("\n".join(f.read_text("utf-8") for f in files[kind] if f.exists()) for kind in ("js", "css"))
    mount: Callable[..., Any] = st.components.v2.component(name, js=js, css=css)
    return mount


def translated(texts: Mapping[str, str]) -> dict[str, str]:
    """The words a component shows, in the visitor's language; {names} in them are filled in the browser."""
    return {name: _(text) for name, text in texts.items()}


def packed(head: Mapping[str, Any], *bodies: np.ndarray | bytes) -> bytes:
    """Numbers and words as JSON, then arrays or files byte by byte: far smaller than arrays as JSON.

    Layout: length of the JSON (4 bytes, little endian), JSON, bodies. `sizes` in the JSON tells their lengths in bytes.
    """
    raw = [body.tobytes() if isinstance(body, np.ndarray) else body for body in bodies]
    text = json.dumps({**head, "sizes": [len(body) for body in raw]}, allow_nan=False).encode()
    return b"".join([len(text).to_bytes(4, "little"), text, *raw])


def finite(value: float, what: str) -> float:
    """The value as a plain float. Raises ValueError for NaN and infinity, which cannot travel to a browser."""
    number = float(value)
    if not np.isfinite(number):
        raise ValueError(f"{what} is {number}; a component shows finite numbers only.")
    return number
