"""How a run ended: whether it diverged, stalled or overfitted, and the answer to the prediction."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine import Trace
from models.tiny_transformer.kinds import ProgressStep
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.training.steps import diverged_at, progress, text

NEAR = 1.05  # times the lowest loss


def sentence(trace: Trace) -> str:
    """Of a run that went wrong, how; of any other nothing."""
    steps, diverged = progress(trace), diverged_at(trace)
    if diverged is not None:
        return _("After update {n} the loss was no number any more: this run diverged.").format(n=show(diverged, ","))
    if stalls(trace):
        return _("So it has hardly learned anything: this run stalls.")
    if answer(steps) != "falls":
        best, last = min(steps, key=lambda step: step.held_out), steps[-1]
        overfits = _("It was lowest at update {n} ({bits} bits) and has risen since: it overfits.")
        rises = _("It was lowest at update {n} ({bits} bits) and has risen since.")
        risen = overfits if last.train < best.train else rises  # what it learns from, it must know better and better
        return risen.format(n=show(best.number, ","), bits=show(best.held_out, ".3f"))
    return ""


def stalls(trace: Trace) -> bool:
    """Whether it never got better than counting single pieces."""
    yardstick = text(trace)
    return yardstick is not None and min(s.held_out for s in progress(trace)) > yardstick.ngrams[0]


def answer(steps: Sequence[ProgressStep]) -> str:
    """How the held-out loss ends: the option of the prediction that holds."""
    first, last = steps[0].held_out, steps[-1].held_out
    lowest = min(step.held_out for step in steps)
    if last > first:
        return "worse"
    return "falls" if last <= NEAR * lowest else "rises"
