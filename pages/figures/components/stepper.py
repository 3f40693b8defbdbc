"""The three steps of a chapter, Predict → Change → Why: which one is being read, and a way to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.basics.language import _
from pages.figures.components.define import define

_mount = define("stepper")


@dataclass(frozen=True)
class ChapterStep:
    label: str
    container: str  # the key of the container it leads to
    done: bool = False


def stepper(steps: Sequence[ChapterStep], *, key: str) -> None:
    """A step whose container is not on the page is not offered. It also keeps tall figures in view: see stepper.js."""
    data = {
        "label": _("Steps of this chapter"),
        "done": _("done"),
        "steps": [{"label": s.label, "target": f"st-key-{s.container}", "done": s.done} for s in steps],
    }
    _mount(key=key, data=data)
