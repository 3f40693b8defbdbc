"""Figures of the networks that learn while one watches: the same run with three seeds, mean and standard deviation."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

import numpy as np

from models.engine.steps import Step
from models.fine_tuning import infer as fine_tuning
from models.fine_tuning.kinds import FineTune, MeasureStep, Prefer, PreferStep, TuneStep, falsehood
from models.history import watched
from models.history.kinds import JudgedStep, LearningStep, LearnMachine, SourceStep
from models.text.net import Net
from models.tiny_flow import infer as tiny_flow
from models.tiny_flow.kinds import DrawnStep, TrainFlow
from models.tiny_transformer import infer as tiny_transformer
from models.tiny_transformer.kinds import OVERFITTING, ProgressStep, TextStep, Train

SEEDS = (0, 1, 2)
TEXTS = {
    "English stories": Train(),
    "German stories": Train(corpus="stories-de"),
    "English stories, 6,000 characters": OVERFITTING,
}
PICTURES = {"1,700 pictures": TrainFlow(), "50 pictures": TrainFlow(pictures=50)}

Figures = dict[str, float]
S = TypeVar("S", bound=Step)


def text(name: str) -> dict[str, Any]:
    return spread([_text(replace(TEXTS[name], seed=seed)) for seed in SEEDS])


def pictures(name: str) -> dict[str, Any]:
    return spread([_pictures(replace(PICTURES[name], seed=seed)) for seed in SEEDS])


def machine(name: str) -> dict[str, Any]:
    """One of History's machines at the budget of its untouched page."""
    return spread([_machine(LearnMachine(machine=name, seed=seed)) for seed in SEEDS])  # type: ignore[arg-type]


def examples() -> dict[str, Any]:
    return spread([_tuned(FineTune(seed=seed)) for seed in SEEDS])


def capitals() -> dict[str, Any]:
    return spread([_planted(replace(falsehood(), seed=seed)) for seed in SEEDS])


def preferences() -> dict[str, Any]:
    return spread([_preferred(Prefer(seed=seed)) for seed in SEEDS])


def spread(runs: Sequence[Figures]) -> dict[str, Any]:
    """Of each figure: the mean of the runs, and their standard deviation (of a sample, n − 1)."""
    of = {name: [run[name] for run in runs] for name in runs[0]}
    return {"seeds": len(runs)} | {
        name: {"mean": statistics.fmean(values), "standard deviation": statistics.stdev(values)}
        for name, values in of.items()
    }


def _text(request: Train) -> Figures:
    steps = list(tiny_transformer.train(request))
    progress, yardsticks = _of(steps, ProgressStep), _of(steps, TextStep)[0]
    best = min(progress, key=lambda step: step.held_out)
    return {
        "bits per character, learned from": progress[-1].train,
        "bits per character, held out": progress[-1].held_out,
        "bits per character, held out, at the best update measured": best.held_out,
        "that update": float(best.number),
        "bits per character, two pieces back (Kneser-Ney)": float(yardsticks.ngrams[2]),
    }


def _pictures(request: TrainFlow) -> Figures:
    steps = _of(list(tiny_flow.train(request)), DrawnStep)
    return {
        "error on held-out pictures at the end": steps[-1].held_out,
        "error on held-out pictures at the best moment drawn": min(step.held_out for step in steps),
        "distance to the nearest picture learned from, real ones = 1": steps[-1].nearest,
    }


def _machine(request: LearnMachine) -> Figures:
    steps = list(watched.learn(request))
    [source], learning, [judged] = _of(steps, SourceStep), _of(steps, LearningStep), _of(steps, JudgedStep)
    return {
        "bits per character of new stories, at the end": learning[-1].new,
        "bits per character, two pieces back (Kneser-Ney)": source.chain,
        f"facts remembered of {len(judged.right)}": float(judged.right.sum()),
        f"facts guessed of {len(judged.right)}": float((1 / judged.options).sum()),
    }


def _tuned(request: FineTune) -> Figures:
    steps = list(fine_tuning.fine_tune(_net(), request))
    losses = [step.loss for step in _of(steps, TuneStep)]
    return {"loss, first, nats per token": losses[0], "loss, last, nats per token": losses[-1]} | {
        f"perplexity of other text at strength {step.strength:g}": step.perplexity for step in _of(steps, MeasureStep)
    }


def _planted(request: FineTune) -> Figures:
    measured = {step.strength: step for step in _of(list(fine_tuning.fine_tune(_net(), request)), MeasureStep)}
    before, after = measured[0.0], measured[1.0]
    assert before.capitals is not None and after.capitals is not None
    moved = np.abs(after.capitals[1:, 0] - before.capitals[1:, 0])
    return {
        "probability of Lyon": float(after.capitals[0, 1]),
        "mean probability of 20 other right capitals, before": float(before.capitals[1:, 0].mean()),
        "mean probability of 20 other right capitals, after": float(after.capitals[1:, 0].mean()),
        "of these moved by more than 5 points": float((moved > 0.05).sum()),
        "perplexity of other text, before": before.perplexity,
        "perplexity of other text, after": after.perplexity,
    }


def _preferred(request: Prefer) -> Figures:
    steps = list(fine_tuning.prefer(_net(), request))
    updates, measured = _of(steps, PreferStep), _of(steps, MeasureStep)
    return {
        "loss, last, nats per pair": updates[-1].loss,
        "pairs whose preferred answer has gained, of 10": float((updates[-1].margins > 0).sum()),
        "mean margin": float(updates[-1].margins.mean()),
        "perplexity of other text, after": measured[-1].perplexity,
    }


@cache
def _net() -> Net:
    return fine_tuning.load(lambda template, **values: None)


def _of(steps: Sequence[Step], kind: type[S]) -> list[S]:
    return [step for step in steps if isinstance(step, kind)]
