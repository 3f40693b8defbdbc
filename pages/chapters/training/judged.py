"""What a run shows against the simpler machines, in sentences and in the words that name them."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine import Trace
from models.tiny_transformer.kinds import ProgressStep, TextStep
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.training.steps import diverged_at, progress, text

DRAWN = (0, 1, 2, 5)  # orders of n-grams; 3 and 4 lie between the last two


def machine(order: int) -> str:
    """What a machine that counts looks at."""
    if order == 0:
        return _("how often each piece occurs")
    return _("{n} pieces back").format(n=order) if order > 1 else _("1 piece back")


def yardsticks(step: TextStep) -> list[tuple[str, float]]:
    """Machines and the text's floor under short names, with their bits per character, from the most to the fewest."""
    lines = [(_("blind"), step.blind)]
    lines += [(_("{n} back").format(n=order), float(step.ngrams[order])) for order in DRAWN]
    lines += [(_("floor"), step.floor)] if step.floor is not None else []
    return sorted(lines, key=lambda line: -line[1])


def passed(steps: Sequence[ProgressStep], bits: float) -> int | None:
    """The first measured update at which the held-out loss is below so many bits; None if it never is."""
    return next((step.number for step in steps if step.held_out < bits), None)


def outcome(trace: Trace) -> str:
    """Of a run that went wrong, how; of any other nothing."""
    steps, diverged = progress(trace), diverged_at(trace)
    if diverged is not None:
        return _("After update {n} the loss was no number any more: this run diverged.").format(n=show(diverged, ","))
    if stalls(trace):
        return _("So it has hardly learned anything: this run stalls.")
    if answer(steps) != "falls":
        best = min(steps, key=lambda step: step.held_out)
        text_ = _("It was lowest at update {n} ({bits} bits) and has risen since: it overfits.")
        return text_.format(n=show(best.number, ","), bits=show(best.held_out, ".3f"))
    return ""


def stalls(trace: Trace) -> bool:
    """Whether it never got better than counting single pieces."""
    yardstick = text(trace)
    return yardstick is not None and min(s.held_out for s in progress(trace)) > yardstick.ngrams[0]


def against(trace: Trace, order: int) -> str:
    """Whether it passed a machine that counts, and when."""
    yardstick = text(trace)
    assert yardstick is not None
    bits = float(yardstick.ngrams[order])
    number = passed(progress(trace), bits)
    values = {"machine": machine(order), "bits": show(bits, ".3f")}
    if number is None:
        return _("It never passes counting {machine} ({bits} bits).").format(**values)
    return _("By update {n} it passes counting {machine} ({bits} bits).").format(n=show(number, ","), **values)


def answer(steps: Sequence[ProgressStep]) -> str:
    """How the held-out loss ends: the option of the prediction that holds."""
    first, last = steps[0].held_out, steps[-1].held_out
    lowest = min(step.held_out for step in steps)
    if last > first:
        return "worse"
    return "falls" if last <= 1.05 * lowest else "rises"
