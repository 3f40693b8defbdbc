"""One row of the table of controls."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Control:
    name: str  # in the address
    owner: type  # the dataclass whose field gives default and limits
    field: str
    label: str
    help: str
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)  # what an option is called, if not its word
    live: str | bool = False  # a text that is run while it is typed, so of one line; the pause that it waits for
