"""The drawn answers of a run, those that say the same in one cluster. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.answers.kinds import Ask, AskStep
from models.answers.questions import Question, normal, of, text_of
from models.engine import Trace
from models.text.sampling import entropy_bits


@dataclass(frozen=True)
class Cluster:
    text: str  # as it was answered first
    count: int  # of the drawn answers; 0 for a greedy answer that was never drawn
    greedy: bool  # whether the likeliest answer is one of them


@dataclass(frozen=True)
class Answers:
    asked: Ask
    greedy: str
    probability: float  # of the greedy answer and its end, in the model's own distribution
    drawn: tuple[str, ...]

    @property
    def clusters(self) -> list[Cluster]:
        return clusters(self.greedy, self.drawn)

    @property
    def agreeing(self) -> int:
        """How many drawn answers are the greedy one."""
        return next(cluster.count for cluster in self.clusters if cluster.greedy)

    @property
    def entropy(self) -> float:
        """Of the clusters' shares, in bits: 0 where all say the same, log₂ n where each says something else."""
        counts = np.array([cluster.count for cluster in self.clusters])
        return entropy_bits(counts / counts.sum())

    @property
    def known(self) -> Question | None:
        """The shipped question that this is, with its truth."""
        return of(self.asked.question)


def answers(trace: Trace) -> Answers:
    request, step = trace.request, trace.last
    assert isinstance(request, Ask) and isinstance(step, AskStep)
    greedy, *drawn = (text_of(ids) for ids in step.output_ids)
    return Answers(request, greedy, float(np.exp(step.logprobs[0])), tuple(drawn))


def clusters(greedy: str, drawn: Sequence[str]) -> list[Cluster]:
    """By exact match after `normal`, not by meaning: the largest first, of equal ones that with the greedy answer."""
    names: dict[str, list[str]] = {}
    for text in drawn:
        names.setdefault(normal(text), []).append(text)
    key = normal(greedy)
    found = [Cluster(texts[0], len(texts), name == key) for name, texts in names.items()]
    if key not in names:
        found.append(Cluster(greedy, 0, True))
    return sorted(found, key=lambda cluster: (-cluster.count, not cluster.greedy))
