"""A process that serves several families: each run gets its own family's part of what was loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from models.engine.requests import Request

Run = Callable[[Any, Any], Iterator[Any]]


def runs_of(modules: Mapping[str, ModuleType]) -> dict[type[Request], Run]:
    """`modules` by family, each with its RUNS; the model that was loaded has each family's part under its name."""

    def part_of(run: Run) -> Run:
        return lambda model, request: run(getattr(model, request.family), request)

    return {kind: part_of(run) for module in modules.values() for kind, run in module.RUNS.items()}
