"""What a watched run shows: its sentences, its lines to compare with, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from models.engine import Step, Trace
from models.history.kinds import JudgedStep, LearningStep, LearnMachine, SourceStep
from models.history.sizes import LONG
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.history import machines, numbers
from pages.chapters.history.charts import Share
from pages.frame.table import Table

S = TypeVar("S", bound=Step)


def of_kind(steps: Sequence[Step], kind: type[S]) -> list[S]:
    return [step for step in steps if isinstance(step, kind)]


def steps(trace: Trace) -> list[LearningStep]:
    return of_kind(trace.steps, LearningStep)


def request_of(trace: Trace) -> LearnMachine:
    assert isinstance(trace.request, LearnMachine)
    return trace.request


def so_many(request: LearnMachine, number: int) -> str:
    """So many updates or rounds."""
    text = _("{n:,|round|rounds}") if request.machine == "hmm" else _("{n:,|update|updates}")
    return text.format(n=number)


def yardsticks(request: LearnMachine, source: SourceStep) -> list[tuple[str, float]]:
    """What other machines need on the same new text, under short names, from the most to the fewest."""
    lines = [(_("{n} back").format(n=2), source.chain)]
    if source.floor is not None:
        lines += [(_("learned long"), machines.judged(request.machine).bits), (_("floor"), source.floor)]
    return sorted(lines, key=lambda line: -line[1])


def passed(trace: Trace) -> int | None:
    """The first measured update or round at which it needs fewer bits than the chain; None if it never does."""
    [source] = of_kind(trace.steps, SourceStep)
    return next((step.number for step in steps(trace) if step.new < source.chain), None)


def sentences(trace: Trace) -> str:
    return " ".join(filter(None, (_loss(trace), _turned(trace), _beside_long(trace), _memory(trace))))


def _loss(trace: Trace) -> str:
    request, last, at = request_of(trace), steps(trace)[-1], passed(trace)
    [source] = of_kind(trace.steps, SourceStep)
    values = {
        "counted": so_many(request, last.number),
        "bits": show(last.new, ".3f"),
        "chain": show(source.chain, ".3f"),
    }
    text = _("After {counted} it needs **{bits} bits** per character of text it never saw.")
    if at is None:
        text += " " + _("The Markov chain, which only counts, needs {chain}: it is not passed.")
    else:
        values["at"] = so_many(request, at)
        text += " " + _("After {at} it passes the Markov chain, which only counts and needs {chain}.")
    return fill(text, values)


def _turned(trace: Trace) -> str:
    """Of a run whose loss on new text has risen again while it kept falling on what is learned from: that it did."""
    best, last = min(steps(trace), key=lambda step: step.new), steps(trace)[-1]
    if last.new <= 1.05 * best.new or last.train >= best.train:
        return ""
    text = _("It was lowest after {counted} ({bits} bits) and has risen since: it overfits.")
    return fill(text, {"counted": so_many(request_of(trace), best.number), "bits": show(best.new, ".3f")})


def _beside_long(trace: Trace) -> str:
    request = request_of(trace)
    if request.corpus == "own":
        return _("The shipped machines never read your text, so none of them stands beside it.")
    long = machines.judged(request.machine).bits
    text = (
        _("The shipped one learned for {long} from more stories and needs {bits} on the same new ones.")
        if long < steps(trace)[-1].new
        else _("The shipped one learned for {long} from more stories and needs {bits} on the same new ones: no fewer.")
    )
    return fill(text, {"long": so_many(request, LONG[request.machine]), "bits": show(long, ".3f")})


def remembered(trace: Trace) -> tuple[Share, Share] | None:
    """Right answers of this machine about facts named before, and of the shipped one to the same questions; None of a
    run that was stopped or learned another text."""
    judged = next(iter(of_kind(trace.steps, JudgedStep)), None)
    if judged is None:
        return None
    asked, shipped = len(judged.right), machines.judged(request_of(trace).machine)
    chosen = np.ones(asked, bool)
    whole = np.arange(len(shipped.right)) < asked
    return numbers.share(judged, chosen), numbers.share(shipped, whole)


def _memory(trace: Trace) -> str:
    both = remembered(trace)
    if both is None:
        return ""
    live, shipped = both
    low, high = wilson(live.right, live.of)
    values = {"right": live.right, "of": live.of, "low": show(low, ".0%"), "high": show(high, ".0%")}
    values |= {"chance": show(live.chance, ".0%"), "long": shipped.right}
    text = _(
        "Asked for {of} facts that were named before, it is right about {right} ({low} to {high}, 95 % interval); "
        "guessing gives {chance}, the shipped one is right about {long}."
    )
    if numbers.beats_guessing(live):
        text += " " + _("So it remembers some of them.")
    elif numbers.beats_guessing(shipped):
        text += " " + _("It does not clearly beat guessing; the shipped one does.")
    else:
        text += " " + _("Neither of them clearly beats guessing.")
    return fill(text, values)


def table(trace: Trace) -> Table:
    request = request_of(trace)
    return {
        _("rounds") if request.machine == "hmm" else _("updates"): [step.number for step in steps(trace)],
        _("text learned from (bits per character)"): [round(step.train, 4) for step in steps(trace)],
        _("text never seen (bits per character)"): [round(step.new, 4) for step in steps(trace)],
        _("longest copied stretch (characters)"): [len(step.copied) for step in steps(trace)],
    }
