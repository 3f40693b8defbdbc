"""The numbers of the famous text that the lesson's sentences name; they are there whatever stands beside it."""

from __future__ import annotations

from typing import Any

from models.engine import Trace
from pages.basics.language import _
from pages.chapters.memorisation.controls import TITLES
from pages.chapters.memorisation.recall import SURE
from pages.chapters.memorisation.recognised import of


def values(name: str, trace: Trace) -> dict[str, Any]:
    given = of(trace)
    return {
        "title": _(TITLES[name]),
        "bits": given.mean,
        "tokens": len(given.rated),
        "sure": given.sure,
        "sure_share": SURE,
        "fair": 2**given.mean,
        "longest": int(given.copied().max()),
    }
