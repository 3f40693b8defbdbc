"""The state of a family's model, in a sentence for visitors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from models.engine.model_info import ModelInfo
from models.engine.translation import N_


@dataclass(frozen=True)
class Status:
    """`template` and `values` make the sentence, as in errors.InvalidRequest."""

    state: Literal["cold", "starting", "loading", "ready", "failed"]
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    model: ModelInfo | None = None  # once ready

    @property
    def sentence(self) -> str:
        """Filled, in English; a page translates the template instead."""
        return self.template.format(**self.values)


COLD = Status("cold", N_("The model has not started yet."))
STARTING = Status("starting", N_("The model is starting."))
LOADING = Status("loading", N_("Loading the model."))
READY = Status("ready", N_("The model is ready."))
