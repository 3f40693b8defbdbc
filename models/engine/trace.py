"""A finished run: its steps, what they cost and where they come from; and how it is kept on disk (safetensors)."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save as serialise

from models.engine.model_info import ModelInfo
from models.engine.requests import KINDS, Request
from models.engine.steps import STEPS, Step

Provenance = Literal["live", "cached", "prepared"]
STEP_BYTES = 512  # what a step weighs beside its arrays; only so that a trace of tiny steps is not counted as nothing


@dataclass(frozen=True, eq=False)
class Trace:
    request: Request
    steps: tuple[Step, ...]
    milliseconds: float  # the model's own working time, without waiting and without sending
    model: ModelInfo
    provenance: Provenance = "live"

    @property
    def last(self) -> Any:
        """The last step; a request names the type of its steps, so the caller knows it."""
        return self.steps[-1]

    @property
    def forward_passes(self) -> int:
        return sum(step.passes for step in self.steps)

    @cached_property
    def nbytes(self) -> int:
        values = (value for step in self.steps for value in fields(step).values())
        return STEP_BYTES * (1 + len(self.steps)) + sum(v.nbytes for v in values if isinstance(v, np.ndarray))

    def as_(self, provenance: Provenance) -> Trace:
        return dataclasses.replace(self, provenance=provenance)


def fields(value: Any) -> dict[str, Any]:
    """The fields of a request or step as they are (dataclasses.asdict would copy every array)."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def read_only(step: Step) -> Step:
    """The same step, its arrays locked: it is shared by all visitors who ask for it, now and later."""
    for value in fields(step).values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return step


def key(request: Request) -> str:
    """A name for a request that is the same in every process and on every machine, e.g. as a file name.

    Fields at their defaults are left out, as in addresses, so that a new field leaves the names of old requests alone.
    """
    defaults = {field.name: field.default for field in dataclasses.fields(request)}
    chosen = {name: value for name, value in fields(request).items() if value != defaults[name]}
    text = json.dumps([request.kind, _canonical(chosen)], sort_keys=True)
    return f"{request.kind}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _canonical(value: Any) -> Any:
    """Equal requests have equal names: 1, 1.0 and True are equal, but not in JSON."""
    if isinstance(value, dict):
        return {name: _canonical(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_canonical(item) for item in value]
    return int(value) if isinstance(value, (int, float)) and value == int(value) else value


def save(trace: Trace, path: Path) -> None:
    """Arrays become tensors "<step>.<field>"; everything else is JSON (Python's, which knows NaN) in the metadata."""
    tensors: dict[str, np.ndarray] = {}
    steps = []
    for number, step in enumerate(trace.steps):
        plain = {}
        for name, value in fields(step).items():
            if isinstance(value, np.ndarray):
                tensors[f"{number}.{name}"] = np.ascontiguousarray(value)
            else:
                plain[name] = value.item() if isinstance(value, np.generic) else value
        steps.append({"step": type(step).__name__, "fields": plain})
    about = {
        "kind": trace.request.kind,
        "request": fields(trace.request),
        "milliseconds": trace.milliseconds,
        "model": dataclasses.asdict(trace.model),
        "steps": steps,
    }
    # Not save_file: it makes files that only their owner may read.
    path.write_bytes(serialise(tensors, metadata={"trace": json.dumps(about, ensure_ascii=False)}))


def load(path: Path) -> Trace:
    """The trace in a file, as "prepared". Its request is built again and so checks its limits again.

    Raises KeyError where the module of its kind was not imported (models/families.py: kinds).
    """
    with safe_open(path, framework="numpy") as file:
        about = json.loads(file.metadata()["trace"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (safe_open is no mapping)
    return Trace(
        request=KINDS[about["kind"]](**_tuples(about["request"])),
        steps=tuple(_step(number, step, tensors) for number, step in enumerate(about["steps"])),
        milliseconds=about["milliseconds"],
        model=ModelInfo(**about["model"]),
        provenance="prepared",
    )


def _step(number: int, step: Mapping[str, Any], tensors: Mapping[str, np.ndarray]) -> Step:
    prefix = f"{number}."
    arrays = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    return read_only(STEPS[step["step"]](**{**_tuples(step["fields"]), **arrays}))


def _tuples(value: Any) -> Any:
    """JSON has only lists where requests and steps have tuples."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    return {name: _tuples(item) for name, item in value.items()} if isinstance(value, dict) else value
