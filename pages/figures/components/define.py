"""How a component is made: its script and style are beside its Python file.

Scripts are ES modules: `import { show } from "./shared.js";` says where a name comes from, to readers and to the type
checker. Streamlit takes one script and one style for each component, so `define` joins the modules, each after those it
imports, and leaves out the words `import` and `export`. Modules that are joined therefore share one space of names, and
an import gives no name a new one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.basics.language import _

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default )", re.MULTILINE)


def define(name: str) -> Callable[..., Any]:
    """Registers a component once, when its module is imported. A script may have a style of the same name."""
    styles = [style for module in modules(name) if (style := HERE / f"{module}.css").exists()]
    css = "\n".join(style.read_text("utf-8") for style in styles)
    mount: Callable[..., Any] = st.components.v2.component(name, js=script(name), css=css)
    return mount


def modules(name: str) -> list[str]:
    """The names of a module and of all it imports, each after its own imports."""
    order: list[str] = []
    for imported in _IMPORT.findall(_read(name)):
        order += [module for module in modules(imported) if module not in order]
    return [*order, name]


def script(name: str) -> str:
    """A module joined with all that it imports: its default export is the only one left."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(module))) for module in modules(name))


def _read(name: str) -> str:
    return (HERE / f"{name}.js").read_text("utf-8")


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
