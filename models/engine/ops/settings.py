"""What a host may set, read from the environment once. docs/limits.md is the table; a test keeps the two equal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

PREFIX = "GENERATIVE_AI_LIVE_"


def setting(default: int, low: int, high: int) -> Any:
    return field(default=default, metadata={"low": low, "high": high})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Each field is set by the variable named PREFIX and the field's name in capitals."""

    max_waiting: int = setting(64, 1, 1000)
    text_runs: int = setting(16, 1, 64)
    image_runs: int = setting(4, 1, 16)
    brief_runs: int = setting(8, 1, 64)
    cache_mb: int = setting(192, 0, 4096)
    max_prompt_tokens: int = setting(256, 64, 256)
    max_new_tokens: int = setting(128, 40, 128)
    max_steps: int = setting(100, 20, 100)
    burst_runs: int = setting(120, 10, 100_000)
    runs_per_minute: int = setting(60, 1, 100_000)
    filter: int = setting(0, 0, 1)
    filter_words: str = ""


def read(environment: Mapping[str, str]) -> Settings:
    """Raises ValueError with a sentence for the host, so that a server with wrong settings does not start."""
    given: dict[str, Any] = {}
    for one in fields(Settings):
        name = PREFIX + one.name.upper()
        text = environment.get(name, "").strip()
        if text:
            given[one.name] = _number(name, text, **one.metadata) if one.metadata else text
    return Settings(**given)


def _number(name: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise ValueError(f"{name} is “{text}”; give a whole number from {low} to {high}.")
    return int(text)


SETTINGS = read(os.environ)

# Field of a request → the highest value that the host allows; the request's own limit holds where it is lower.
CAPS = {"max_new_tokens": SETTINGS.max_new_tokens, "num_inference_steps": SETTINGS.max_steps}
