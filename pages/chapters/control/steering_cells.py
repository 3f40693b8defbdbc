"""A map of steering, computed from its run: effect and harm at each layer and strength. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.control.kinds import MAP_STRENGTHS, SteerMapStep, UnsteeredStep
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
            shift = step.odds.astype(np.float64) - base.odds[:, None, None]
            loss = (step.losses.astype(np.float64) - base.losses[:, None, None]).mean(0)
            for i, strength in enumerate(MAP_STRENGTHS):
                vector, random = shift[:, i, 0], shift[:, i, 1]
                harm, random_harm = np.exp(loss[i]).tolist()
                half = margin(vector)
                made.append(
                    Cell(step.layer, strength, float(vector.mean()), half, float(random.mean()), harm, random_harm)
                )
    return made
