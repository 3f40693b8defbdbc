"""What the models can be asked for: frozen, hashable requests that carry their own limits.

Each model's own are in models/<family>/kinds.py, beside the steps that answer them. A request holds only what its model
needs. What can be computed from the model's answer (temperature and the filters of Next token, the step shown) is not
in it, so moving such a slider finds the same request, and its trace, again. Equal experiments are equal keys: floats
are rounded, NaN is refused.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from models.engine.limits import limits

FLOAT_DIGITS = 6  # 0.1 + 0.2 and 0.3 are one experiment
KINDS: dict[str, type[Request]] = {}
"""Every kind of request that was imported, by its name on the command line and in traces."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """Fields that round their floats and check their limits. Raises InvalidRequest."""

    def __post_init__(self) -> None:
        limited = limits(type(self))  # type: ignore[arg-type]  # mypy takes the __hash__ of instances for the class's
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, float):
                value = round(value, FLOAT_DIGITS) + 0.0  # + 0.0 makes −0.0 the key 0.0
                object.__setattr__(self, field.name, value)
            if field.name in limited:
                limited[field.name].check(field.name, value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request(Checked):
    """The base of all requests. A subclass that names its kind is registered under it."""

    kind: ClassVar[str]
    family: ClassVar[str]  # whose backend runs it: a row of models/families.py
    brief: ClassVar[bool] = False  # a few short steps: it does not wait for long runs, but has seats of its own
    resumes: ClassVar[bool] = False  # whether a stopped run waits in its process for who asks for it again
    first_guess: ClassVar[float] = 0.5  # seconds that a run takes, before one was measured here

    @property
    def seats(self) -> int:
        """How many of the worker's seats it takes, by the memory it needs there."""
        return 1

    def __init_subclass__(cls) -> None:
        # Not super().__init_subclass__(): with slots, dataclass makes each class a second time, which super() misses.
        if "kind" in cls.__dict__:
            known = KINDS.setdefault(cls.kind, cls)
            if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
                raise TypeError(f"The kind {cls.kind!r} is {known.__module__}.{known.__qualname__} already.")
            KINDS[cls.kind] = cls
