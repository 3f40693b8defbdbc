"""The messages between a page process and a worker. Runs are numbered, so that there can be several at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step


@dataclass(frozen=True, slots=True)
class Start:
    number: int
    request: Request


@dataclass(frozen=True, slots=True)
class Stop:
    """End this run before its next step. Answered by Ended, like every Start."""

    number: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What the loader is doing, for the visitor."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    model: ModelInfo


@dataclass(frozen=True, slots=True)
class LoadFailed:
    """`template` is None if the loader raised without a sentence for visitors."""

    template: str | None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """The worker has started the run; if it dies before saying so, it is not this run's fault."""

    number: int


@dataclass(frozen=True, slots=True)
class Made:
    number: int
    step: Step


@dataclass(frozen=True, slots=True)
class Ended:
    number: int
    how: Literal["done", "stopped", "failed"]
    milliseconds: float
    model: ModelInfo  # what ran
    template: str | None = None  # why it failed, if the model has a sentence for visitors
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replicas:
    """How many workers share the work by now; 0: all are gone, and new ones are starting. One alone never says so."""

    count: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Whoever worked on this run is gone, while others may go on with theirs."""

    number: int


@dataclass(frozen=True, slots=True)
class Away:
    """There are no workers, for a reason that is not ours to end: `Ready` tells when there are some again."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


ToWorker = Start | Stop
FromWorker = Progress | Ready | LoadFailed | Begun | Made | Ended | Replicas | Lost | Away
