"""What a run of the flow with captions drew, counted, for pages. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.engine.steps import Step
from models.skewed_flow.kinds import SURE, CaptionStep, Prompt


@dataclass(frozen=True, eq=False)
class Drawn:
    """Pictures of one prompt, or of several together."""

    n: int
    hats: int  # that show a hat, as the judge reads them
    sure: int  # of whose style the judge is at least SURE sure
    blue: int  # on a blue background
    nearest: float  # mean distance to the nearest picture learned from; 1 is that of new real pictures
    shown: np.ndarray  # (12, 16, 16, 3) uint8


def drawn(steps: Sequence[Step]) -> dict[str, Drawn]:
    """By prompt (kinds.DRAWN); of a run that was stopped, those that were drawn."""
    return {step.prompt: _of(step) for step in steps if isinstance(step, CaptionStep)}


def _of(step: CaptionStep) -> Drawn:
    return Drawn(
        n=len(step.hats),
        hats=int(step.hats.sum()),
        sure=int((step.sure >= SURE).sum()),
        blue=int(step.blue.sum()),
        nearest=step.nearest,
        shown=step.shown,
    )


def half_and_half(given: dict[str, Drawn]) -> Drawn:
    """As many pictures asked for with a hat as without one, together: a skew repaired by the prompt."""
    parts: tuple[Prompt, Prompt] = ("hat", "no_hat")
    first, second = (given[prompt] for prompt in parts)
    half = len(first.shown) // 2
    return Drawn(
        n=first.n + second.n,
        hats=first.hats + second.hats,
        sure=first.sure + second.sure,
        blue=first.blue + second.blue,
        nearest=(first.n * first.nearest + second.n * second.nearest) / (first.n + second.n),
        shown=np.concatenate([first.shown[:half], second.shown[:half]]),
    )
