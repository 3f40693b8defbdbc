"""Limits of a request's fields. A limit checks itself; widgets and the command line read their bounds from it."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Protocol, Self, get_args, get_origin, get_type_hints

from models.engine.content_filter import refuse_filtered_words
from models.engine.errors import InvalidRequest
from models.engine.ops.settings import CAPS, SETTINGS
from models.engine.translation import N_


class Limit(Protocol):
    def check(self, name: str, value: Any) -> None:
        """Raises InvalidRequest, which names the field, if the value is outside."""

    def capped(self, name: str) -> Limit:
        """This limit, or the host's for a field of this name if that is lower."""


@dataclass(frozen=True)
class Range:
    """Inclusive limits of a number. `step` is what a slider moves by; values in between are valid too."""

    low: float
    high: float
    step: float | None = None

    def check(self, name: str, value: Any) -> None:
        # Written so that NaN, for which every comparison is false, fails.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not self.low <= value <= self.high:
            raise InvalidRequest(
                N_("{name} is {value}; it goes from {low:,.10g} to {high:,.10g}."),
                name=name,
                value=value,
                low=self.low,
                high=self.high,
            )

    def capped(self, name: str) -> Range:
        return dataclasses.replace(self, high=min(self.high, CAPS[name])) if name in CAPS else self


Seed = Annotated[int, Range(0, 2**31 - 1)]


@dataclass(frozen=True)
class Choices:
    """The allowed words of a field."""

    options: tuple[str, ...]

    def check(self, name: str, value: Any) -> None:
        if value not in self.options:
            raise InvalidRequest(
                N_("{name} is “{value}”; choose one of {options}."),
                name=name,
                value=value,
                options=", ".join(self.options),
            )

    def capped(self, name: str) -> Choices:
        return self


def check_whole_characters(text: str) -> None:
    """Raises InvalidRequest at a lone surrogate, half a character, which no file and no tokenizer takes."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidRequest(
            N_("Character {place} of the text is half a character (a lone surrogate). Delete it and type it again."),
            place=error.start + 1,
        ) from error


@dataclass(frozen=True)
class TextLimit(ABC):
    """Limits of a text in tokens. Each text model's own subclass knows its tokenizer."""

    max_tokens: int
    empty: bool = False  # whether "" is allowed
    host_limited: bool = True  # False: for texts no model reads, which cost the host nothing

    def check(self, name: str, value: Any) -> None:
        self.check_text(value)
        refuse_filtered_words(value)

    @abstractmethod
    def check_text(self, text: str) -> None:
        """Raises InvalidRequest if the text has no token, or too many."""

    def capped(self, name: str) -> Self:
        if not self.host_limited:
            return self
        return dataclasses.replace(self, max_tokens=min(self.max_tokens, SETTINGS.max_prompt_tokens))


@cache
def limits(fields: type) -> dict[str, Any]:
    """Field name → its Limit, for the fields of a dataclass that have one: `Annotated[int, Range(…)]`, or `Literal`."""
    limited: dict[str, Any] = {}
    for name, hint in get_type_hints(fields, include_extras=True).items():
        if get_origin(hint) is Annotated:
            limited[name] = get_args(hint)[1].capped(name)
        elif get_origin(hint) is Literal:
            limited[name] = Choices(get_args(hint))
    return limited
