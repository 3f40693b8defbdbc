"""A row: one control, from its name in the address to the request's field that gives its default and its limits.

Published defaults never change: addresses leave defaults out, so a new default would change old links.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.engine.errors import InvalidRequest
from models.engine.limits import Choices, Range, TextLimit, limits
from models.engine.requests import Checked
from models.engine.translation import N_


@dataclass(frozen=True)
class Control:
    name: str  # in the address
    owner: type[Checked]  # the dataclass whose field gives default and limits
    field: str
    label: str = ""  # none if no widget shows it: the page itself writes it into the address
    help: str = ""
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)  # option → its label, if not the word itself
    live: str | bool = False  # a text that is run while it is typed; the pause it waits for
    one_line: bool = False  # a text in which a line end means nothing
    everywhere: bool = False  # the address of any chapter may hold it
    numbers: Callable[[], Mapping[str, Any]] = dict  # for the {…} in its help

    @property
    def default(self) -> Any:
        field = next(f for f in dataclasses.fields(self.owner) if f.name == self.field)
        return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()

    @property
    def limit(self) -> Range | TextLimit | Choices | None:
        # mypy takes the __hash__ of the instances for the one of the class.
        limited: dict[str, Range | TextLimit | Choices] = limits(self.owner)  # type: ignore[arg-type]
        return limited.get(self.field)

    def parse(self, raw: str) -> Any:
        """The value that an address gives it. Raises InvalidRequest with a sentence that names it."""
        value = self._of_its_type(raw)
        try:
            self.owner(**{self.field: value})
        except InvalidRequest as error:
            # A number is named as the address writes it. For a text, the sentence may name only the wrong part.
            written = {"value": raw} if "value" in error.values and not isinstance(value, str) else {}
            raise InvalidRequest(error.template, **{**error.values, "name": self.name, **written}) from None
        return value

    def _of_its_type(self, raw: str) -> Any:
        kind = type(self.default)
        try:
            if kind is bool:
                return {"true": True, "false": False}[raw.lower()]
            return kind(raw) if kind in (int, float) else raw
        except (ValueError, KeyError):
            raise InvalidRequest(N_("{name} is “{value}”, which cannot be read."), name=self.name, value=raw) from None
