"""A family without weights, run by real worker processes: each request says how the worker is to behave."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Count(Request):
    """Counts; each number is drawn from the seed, so that a repeated run can be compared bit by bit."""

    kind: ClassVar[str] = "count"
    family: ClassVar[str] = "toy"
    steps: int = 3
    pause: float = 0.0
    seed: int = 0
    floats: int = 4
    log: str = ""
    """A file that gets one line per step made, which shows what the worker really did."""
    takes: int = 1

    @property
    def seats(self) -> int:
        return self.takes


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief(Count):
    """The same as a kind that does not wait for long runs."""

    kind: ClassVar[str] = "brief"
    brief: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Patient(Count):
    """The same as a kind that goes on where it was stopped."""

    kind: ClassVar[str] = "patient"
    resumes: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Raise(Request):
    """Makes one step, then raises; `text` is the visitor's and must not turn up in the log."""

    kind: ClassVar[str] = "raise"
    family: ClassVar[str] = "toy"
    text: str = "secret"


@dataclass(frozen=True, kw_only=True, slots=True)
class Overflow(Request):
    """Makes a step with an infinite number in it."""

    kind: ClassVar[str] = "overflow"
    family: ClassVar[str] = "toy"


@dataclass(frozen=True, kw_only=True, slots=True)
class OverflowHere(Overflow):
    """The same in the process that asks."""

    kind: ClassVar[str] = "overflow-here"
    family: ClassVar[str] = "here"


@dataclass(frozen=True, kw_only=True, slots=True)
class Die(Request):
    """Makes one step, then the worker kills itself, as the system does when memory is short."""

    kind: ClassVar[str] = "die"
    family: ClassVar[str] = "toy"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, kw_only=True, slots=True)
class DieOnArrival(Request):
    """Kills the worker while it is still being unpacked there."""

    kind: ClassVar[str] = "die-on-arrival"
    family: ClassVar[str] = "toy"

    def __reduce__(self):
        return die, ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CountHere(Count):
    """The same counting in the process that asks."""

    kind: ClassVar[str] = "count-here"
    family: ClassVar[str] = "here"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CountStep(Step):
    value: np.ndarray
    pid: int


class CannotLoad(Exception):
    def __init__(self) -> None:
        super().__init__("no network")
        self.template = "The model needs {megabytes} MB and there is no network."
        self.values = {"megabytes": 98}


def load(progress: Callable[..., None]) -> str:
    """TOY_LOAD names a file that says how loading goes: "fail", "die", "slow" or nothing special."""
    path = Path(os.environ.get("TOY_LOAD", "/nonexistent"))
    how = path.read_text() if path.exists() else ""
    progress("Fetching the model: {done} of {total} MB", done=1, total=98)
    if how == "fail":
        raise CannotLoad()
    if how == "die":
        die()
    while how == "slow" and path.read_text() == "slow":
        time.sleep(0.01)
    return "toy"


def describe(model: str, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=model, sha256="0" * 64, arithmetic="int")


def run(model: str, request: Request) -> Iterator[CountStep]:
    rng = np.random.default_rng(getattr(request, "seed", 0))
    for place in range(request.steps if isinstance(request, Count) else 1):
        if isinstance(request, Count):
            time.sleep(request.pause)
            if request.log:
                with open(request.log, "a") as log:
                    log.write(f"{place}\n")
        floats = request.floats if isinstance(request, Count) else 4
        yield CountStep(passes=1, value=rng.random(floats, dtype=np.float32), pid=os.getpid())
    if isinstance(request, Raise):
        raise ValueError(f"cannot run {request.text}")
    if isinstance(request, Overflow):
        yield CountStep(passes=1, value=np.full(4, np.inf, np.float32), pid=os.getpid())
    if isinstance(request, Die):
        time.sleep(0.2)  # the step is on its way, which to another machine takes a moment
        die()


RUNS = {kind: run for kind in (Count, Brief, Patient, CountHere, Raise, Overflow, OverflowHere, Die, DieOnArrival)}
