"""What a run yields: one frozen dataclass of numpy arrays per step. `eq=False`: comparing arrays by == means nothing.

Each model's own are in models/<family>/kinds.py, beside the requests that they answer.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from models.engine.errors import NotFinite

STEPS: dict[str, type[Step]] = {}
"""Every type of step that was imported, by its name in traces."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Step:
    """The base of all steps. Fields are numpy arrays, numbers, strings or None, so that every step can be stored.

    A step is checked as it is made, so that no page draws what is no number. Raises NotFinite.
    """

    written_tokens: ClassVar[int] = 0  # that such a step adds to a text; the host counts them
    unmeasured: ClassVar[frozenset[str]] = frozenset()  # fields in which NaN says that nothing was measured there
    of_the_machine: ClassVar[frozenset[str]] = frozenset()  # fields in which equal runs on two machines may differ
    passes: int
    """Forward passes of the model that this step cost (0 for steps that only reshape)."""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            if not _measured(getattr(self, field.name), may_be_nan=field.name in self.unmeasured):
                raise NotFinite

    def __init_subclass__(cls) -> None:
        known = STEPS.setdefault(cls.__name__, cls)
        if known.__module__ != cls.__module__:
            raise TypeError(f"The step {cls.__name__} is in {known.__module__} already.")
        STEPS[cls.__name__] = cls


def _measured(value: Any, may_be_nan: bool) -> bool:
    """Whether every number in it is finite; of what holds no floats, True."""
    if not isinstance(value, (float, np.floating)) and not (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        return True
    return not np.isinf(value).any() if may_be_nan else bool(np.isfinite(value).all())
