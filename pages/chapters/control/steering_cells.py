"""A map of steering, computed from its run: effect and harm at each layer and strength. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.control.kinds import SteerMapStep, UnsteeredStep
from models.engine import Step
from pages.basics.intervals import margin


@dataclass(frozen=True)
class Cell:
    layer: int
    strength: float
    effect: float  # nats: mean shift of the words' log odds over the prompts
    effect_margin: float  # half of its 95 % interval
    random: float  # the same of a random direction, equally long
    harm: float  # perplexity on the neutral sentences, as a multiple of that with nothing added
    random_harm: float

    @property
    def works(self) -> bool:
        """Whether the interval leaves out 0 and what the random direction does."""
        return self.effect - self.effect_margin > max(0.0, abs(self.random))


def cells(steps: Sequence[Step]) -> list[Cell]:
    base = next(step for step in steps if isinstance(step, UnsteeredStep))
    made = []
    for step in steps:
        if isinstance(step, SteerMapStep):
            vector, random = (step.odds.astype(np.float64) - base.odds[:, None]).T
            harm, random_harm = np.exp((step.losses.astype(np.float64) - base.losses[:, None]).mean(0)).tolist()
            half, mean = margin(vector), float(vector.mean())
            made.append(Cell(step.layer, step.strength, mean, half, float(random.mean()), harm, random_harm))
    return made
