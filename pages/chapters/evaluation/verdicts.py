"""What a metric says of a fault: it notices, does not, or takes the spoiled pictures for better. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.classifier.kinds import HIGHER_IS_BETTER, METRICS, FaultStep
from models.engine import Trace
from models.engine.translation import N_

TITLES = {
    "frechet": N_("Fréchet distance"),
    "kernel": N_("Kernel distance"),
    "score": N_("Inception-style score"),
    "precision": N_("Precision"),
    "recall": N_("Recall"),
    "memorisation": N_("Fréchet distance, copies punished"),
}
FORMATS = {
    "frechet": ".1f",
    "kernel": ".3f",
    "score": ".2f",
    "precision": ".1%",
    "recall": ".1%",
    "memorisation": ".1f",
}
NOTICES, MISSES, FOOLED = "notices", "misses", "fooled"


@dataclass(frozen=True)
class Verdict:
    metric: str
    clean: np.ndarray  # (splits,) of real pictures
    faulty: np.ndarray  # (splits,) of those with the fault

    @property
    def middle(self) -> float:
        """Median over the splits, with the fault."""
        return float(np.median(self.faulty))

    @property
    def usual(self) -> float:
        """Median over the splits, of real pictures."""
        return float(np.median(self.clean))

    @property
    def word(self) -> str:
        """By where the middle value with the fault lies: outside what real pictures gave in any split, or inside."""
        if self.clean.min() <= self.middle <= self.clean.max():
            return MISSES
        higher_is_better = HIGHER_IS_BETTER[METRICS.index(self.metric)]
        return FOOLED if (self.middle > self.clean.max()) == higher_is_better else NOTICES


def step_of(trace: Trace) -> FaultStep:
    step = trace.last
    assert isinstance(step, FaultStep)
    return step


def verdicts(trace: Trace) -> list[Verdict]:
    """In the order of METRICS."""
    step = step_of(trace)
    return [Verdict(metric, step.clean[:, i], step.faulty[:, i]) for i, metric in enumerate(METRICS)]


def count(given: Sequence[Verdict], word: str) -> int:
    return sum(verdict.word == word for verdict in given)
