"""Functions that a model wrote, run in the visitor's browser: Python as WebAssembly (Pyodide, MPL-2.0), self-hosted.

Nothing runs on the server. A worker of the browser runs one after the other, and is ended where one takes too long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

from models.engine.translation import N_
from pages.basics import browser_files
from pages.basics.language import _
from pages.figures.components.define import HERE, define, translated

PYODIDE = "pyodide-314.0.7"
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
SECONDS = 3  # after which a function is ended

_mount = define("code_tries")

VERDICTS = {
    "right": N_("✓ right"),
    "wrong": N_("✗ wrong"),
    "fails": N_("✗ error"),
    "unreadable": N_("✗ not Python"),
    "empty": N_("✗ does nothing"),
    "endless": N_("✗ does not end"),
    "refused": N_("not run: reaches outside"),
    "input": N_("not run: asks for typing"),
    "waiting": N_("not run yet"),
}
_TEXTS = {
    "run": N_("Run them in your browser"),
    "loading": N_("Fetching Python for your browser: {share} %"),
    "running": N_("Run: {i} of {n}"),
    "ran": N_("Run in your browser: {right} of {n} are right."),
    "failed": N_("Python could not start in this browser ({why}). The rest of the page does not need it."),
    "prepared": N_("run ahead"),
}


@dataclass(frozen=True)
class Verdict:
    """As models/code/judge.py gives it."""

    verdict: str
    detail: str
    passed: int


@dataclass(frozen=True)
class CodeTry:
    title: str
    note: str
    source: str
    known: Verdict | None = None  # what was measured ahead


def code_tries(tries: Sequence[CodeTry], checks: Sequence[str], *, judge: str, key: str, label: str) -> None:
    """judge: a Python program with a function `judge(source, checks)` that gives a Verdict's fields as a dict."""
    start = {"url": browser_files.address(PYODIDE), "files": list(FILES), "judge": judge}
    data = {
        "label": label,
        "tries": [asdict(one) for one in tries],
        "checks": list(checks),
        "python": {"worker": _worker(), "seconds": SECONDS, "start": start},
        "bytes": _unpacked(),
        "texts": {**translated(VERDICTS), **translated(_TEXTS), "size": _size()},
    }
    _mount(key=key, data=data)


def _size() -> str:
    return _("Fetches {n} MB once, then works without a network.").format(n=round(browser_files.size(PYODIDE) / 1e6))


@cache
def _worker() -> str:
    return (HERE / "python_worker.js").read_text("utf-8")


@cache
def _unpacked() -> int:
    return sum(browser_files.unpacked_size(PYODIDE, name) for name in FILES)
