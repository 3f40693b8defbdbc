"""What a run yields: one frozen dataclass of numpy arrays per step. `eq=False`: comparing arrays by == means nothing.

Each model's own are in models/<family>/kinds.py, beside the requests that they answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

STEPS: dict[str, type[Step]] = {}
"""Every type of step that was imported, by its name in traces."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Step:
    """The base of all steps. Fields are numpy arrays, numbers, strings or None, so that every step can be stored."""

    written_tokens: ClassVar[int] = 0  # that such a step adds to a text; the host counts them
    passes: int
    """Forward passes of the model that this step cost (0 for steps that only reshape)."""

    def __init_subclass__(cls) -> None:
        known = STEPS.setdefault(cls.__name__, cls)
        if known.__module__ != cls.__module__:
            raise TypeError(f"The step {cls.__name__} is in {known.__module__} already.")
        STEPS[cls.__name__] = cls
