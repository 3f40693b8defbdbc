"""What the figures and sentences draw from the runs. Pure: steps in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from models.control.kinds import (
    DIRECTIONS,
    EffectStep,
    HarmStep,
    HeadMapStep,
    HeadTestStep,
    HideStep,
    PairStep,
    PatchStep,
    SeenStep,
    SteeredStep,
)
from models.engine import Step
from models.text.architecture import architecture
from pages.basics.intervals import Z, margin

Floats = NDArray[np.floating]
HALF = 0.5


@dataclass(frozen=True)
class Patched:
    pair: PairStep
    restored: Floats  # (depths, positions): share of the gap between both prompts; NaN where not run yet
    first: int  # position of the first position

    @property
    def moved(self) -> bool:
        """Whether both prompts have answers of their own: else there is nothing to restore."""
        return bool(self.pair.answers[0] != self.pair.answers[1])

    @property
    def leaves(self) -> int | None:
        """The last depth up to which the first token that differs restores half, without a gap; None: it never does."""
        return _last(self.restored[:, 0] >= HALF)

    @property
    def arrives(self) -> int | None:
        """The first depth from which on the last token restores half; None: not even at the end."""
        back = _last(self.restored[::-1, -1] >= HALF)
        return None if back is None else len(self.restored) - 1 - back


def _last(flags: NDArray[np.bool_]) -> int | None:
    """The last index of the run of True that begins the flags."""
    if not flags[0]:
        return None
    return int(np.argmin(flags)) - 1 if not flags.all() else len(flags) - 1


def patched(steps: Sequence[Step], first: int) -> Patched:
    pair = steps[0]
    assert isinstance(pair, PairStep)
    restored = np.full((1 + architecture().layers, len(pair.clean_ids) - first), np.nan)
    clean, corrupt = pair.differences.astype(np.float64)
    for step in steps[1:]:
        assert isinstance(step, PatchStep)
        restored[step.depth] = (step.differences - corrupt) / (clean - corrupt)
    return Patched(pair, restored, first)


def heads_change(steps: Sequence[Step]) -> tuple[PairStep, Floats]:
    """(layers, heads): by how many nats the clean prompt's difference changes with this one head off."""
    pair = steps[0]
    assert isinstance(pair, PairStep)
    rows = [step.differences for step in steps[1:] if isinstance(step, HeadMapStep)]
    return pair, np.array(rows, np.float64) - float(pair.differences[0])


@dataclass(frozen=True)
class Tested:
    """One row of the test of a head."""

    layer: int  # −1: none is off
    head: int
    mean: float  # nats
    margin: float  # of its 95 % interval
    loss: float  # nats below the row with no head off, sentence by sentence
    loss_margin: float
    right: int  # sentences in which the right name leads
    count: int


def tested(steps: Sequence[Step]) -> list[Tested]:
    rows: list[Tested] = []
    whole = steps[0]
    for step in steps:
        assert isinstance(step, HeadTestStep) and isinstance(whole, HeadTestStep)
        values = step.differences.astype(np.float64)
        loss = whole.differences.astype(np.float64) - values
        around, lost = margin(values), margin(loss)
        right = int((values > 0).sum())
        rows.append(Tested(step.layer, step.head, values.mean(), around, loss.mean(), lost, right, len(values)))
    return rows


@dataclass(frozen=True)
class Hidden:
    ids: NDArray[np.int64]
    answer: int
    logprob: float
    cost: Floats  # (n − 1,) nats that the answer loses when this token is hidden
    attention: Floats  # (n − 1,) share of the last token's attention, mean over all layers and heads
    tops: NDArray[np.int64]  # (n − 1,) the likeliest next token then

    @property
    def needed(self) -> int:
        """The position whose hiding costs most, the first token apart."""
        return 1 + int(self.cost[1:].argmax())

    @property
    def attended(self) -> int:
        """The position that gets the most attention, the first token apart."""
        return 1 + int(self.attention[1:].argmax())

    @property
    def prob(self) -> float:
        return float(np.exp(self.logprob))

    def prob_without(self, position: int) -> float:
        return float(np.exp(self.logprob - self.cost[position]))


def hidden(steps: Sequence[Step]) -> Hidden:
    seen = steps[0]
    assert isinstance(seen, SeenStep)
    after = [step for step in reversed(steps[1:]) if isinstance(step, HideStep)]
    cost = seen.logprob - np.array([step.logprob for step in after])
    attention = seen.attention.mean(0, dtype=np.float64)[:-1]
    return Hidden(seen.input_ids, seen.answer, seen.logprob, cost, attention, np.array([step.top for step in after]))


def rank_correlation(a: Floats, b: Floats) -> float:
    """Spearman's: Pearson's of the ranks, equal values sharing their mean rank. NaN where one side is all equal."""
    ranks = [_ranks(np.asarray(values)) for values in (a, b)]
    if any(np.ptp(rank) == 0 for rank in ranks):
        return float("nan")
    return float(np.corrcoef(ranks)[0, 1])


def _ranks(values: Floats) -> Floats:
    _sorted, position, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (count.cumsum() - (count - 1) / 2)[position]
    return ranks


def correlation_interval(correlation: float, n: int) -> tuple[float, float]:
    """95 %, by Fisher's z with the variance for ranks (Bonett & Wright 2000, doi:10.1007/BF02294183); n above 3."""
    middle = np.arctanh(np.clip(correlation, -0.999999, 0.999999))
    half = Z * sqrt((1 + correlation**2 / 2) / (n - 3))
    return float(np.tanh(middle - half)), float(np.tanh(middle + half))


@dataclass(frozen=True)
class Steered:
    """What one of DIRECTIONS did, beside none."""

    name: str
    effect: float  # nats: mean shift of the words' log odds
    effect_margin: float
    perplexity: float  # on the neutral sentences, each counting the same
    harm: float  # the perplexity as a multiple of that with none
    harm_interval: tuple[float, float]
    text: list[int]


def steered(steps: Sequence[Step]) -> list[Steered]:
    odds = np.array([step.odds for step in steps if isinstance(step, EffectStep)], np.float64)
    losses = np.array([step.losses for step in steps if isinstance(step, HarmStep)], np.float64)
    texts = np.array([step.token_ids for step in steps if isinstance(step, SteeredStep)], np.int64)
    rows = []
    for i, name in enumerate(DIRECTIONS):
        shift, loss = odds[:, i] - odds[:, 0], losses[:, i] - losses[:, 0]
        half = margin(loss)
        ends = (float(np.exp(loss.mean() - half)), float(np.exp(loss.mean() + half)))
        perplexity, harm = float(np.exp(losses[:, i].mean())), float(np.exp(loss.mean()))
        rows.append(Steered(name, shift.mean(), margin(shift), perplexity, harm, ends, texts[:, i].tolist()))
    return rows
