"""The simpler machines that a network is compared with: their names, and whether and when it passes them."""

from __future__ import annotations

from collections.abc import Sequence

from models.engine import Trace
from models.tiny_transformer.kinds import ProgressStep, TextStep
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.training.steps import progress, text

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
