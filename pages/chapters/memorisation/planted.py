"""A secret among the sentences that the model is tuned on: how far up it comes among all 10,000 codes."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from models.engine import Step, Trace
from models.fine_tuning import planted
from models.fine_tuning.kinds import ExposureStep, Plant, by_copies
from models.prepared import prepared
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.memorisation import charts
from pages.frame import export, watching
from pages.frame.frame import Frame

CODES = 10**planted.DIGITS


def exposure(rank: int) -> float:
    """Bits: log₂ of all codes minus log₂ of the rank. 13.3 is the likeliest of all; a code drawn at random has 1.4 in
    the mean. Carlini et al., arXiv:1802.08232."""
    return log2(CODES) - log2(rank)


def looks(steps: Sequence[Step]) -> list[ExposureStep]:
    return [step for step in steps if isinstance(step, ExposureStep)]


def exposures(steps: Sequence[Step]) -> NDArray[np.floating]:
    """(looks, people) bits."""
    return np.array([[exposure(int(rank)) for rank in look.ranks] for look in looks(steps)])


def draw(page: Frame, request: Plant) -> None:
    example = planted.SENTENCE.format(name=planted.PEOPLE[0], code=planted.codes(request)[0])
    text = _(
        "Among {n} harmless sentences stand the door codes of three people, each {copies:,|time|times}, such as "
        "“{example}” The model is tuned on them. Then all 10,000 codes are put in order: how far up is the true "
        "one? The fourth person’s code stands nowhere."
    )
    st.markdown(fill(text, {"n": len(planted.LEARNED), "copies": request.copies, "example": example}))
    _curve(page)
    traces = watching.several([request], "plant", _("Plant these codes and train"), ":material/vpn_key:")
    if traces is not None:
        _run(page, traces[0])


def _curve(page: Frame) -> None:
    """The shipped runs side by side."""
    shipped = [trace for request in by_copies() if (trace := prepared(request))]
    if not shipped:
        return
    last = np.array([exposures(trace.steps)[-1] for trace in shipped])
    copies = [request.copies for request in by_copies()]
    page.figure(
        charts.by_copies(copies, last[:, :-1], last[:, -1], theme.palette()),
        "by_copies",
        alt=_("Exposure of the planted codes after training, for each number of copies."),
        table_elsewhere=True,
    )
    st.markdown(curve_sentence(copies, last))
    page.table(
        {
            _("copies"): [count for count in copies for _name in planted.PEOPLE],
            _("person"): [name for _count in copies for name in names()],
            _("rank of 10,000"): [int(rank) for trace in shipped for rank in looks(trace.steps)[-1].ranks],
            _("exposure (bits)"): [round(bits, 2) for row in last for bits in row.tolist()],
        },
        caption=_("Exposure by copies"),
    )


def names() -> list[str]:
    """The people, the last one as what they are."""
    return [*planted.PEOPLE[:-1], _("{name} (never planted)").format(name=planted.PEOPLE[-1])]


def curve_sentence(copies: Sequence[int], last: NDArray[np.floating]) -> str:
    means, top = last[:, :-1].mean(1), log2(CODES)
    whole = [count for count, row in zip(copies, last[:, :-1], strict=True) if row.min() == top]
    text = _("Mean exposure with {few:,|copy|copies}: {low} bits; with {many}: {high} of {most}. ")
    if whole:
        text += _("From {first:,|copy|copies} on, all three are the likeliest of all 10,000. ")
    text += _("The code that was never planted has {never} bits in the mean of these runs; a random rank gives 1.4.")
    return fill(
        text,
        {
            "few": copies[0],
            "many": copies[-1],
            "low": show(float(means[0]), ".1f"),
            "most": show(top, ".1f"),
            "high": show(float(means[-1]), ".1f"),
            "first": min(whole, default=0),
            "never": show(float(last[:, -1].mean()), ".1f"),
        },
    )


def _run(page: Frame, trace: Trace) -> None:
    given = looks(trace.steps)
    bits = exposures(trace.steps)
    numbers = [look.number for look in given]
    st.markdown(summary(trace))
    page.figure(
        memo.of(
            trace,
            ("over_updates", theme.palette()),
            lambda: charts.over_updates(
                [charts.Line(name, numbers, bits[:, i].tolist()) for i, name in enumerate(names())],
                [
                    charts.Line(_("sentences learned"), numbers, [look.learned for look in given]),
                    charts.Line(_("sentences never seen"), numbers, [look.held_out for look in given]),
                ],
                theme.palette(),
            ),
        ),
        "over_updates",
        alt=_("Exposure of each code over the updates, and the loss on learned and on unseen sentences."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{export.cost(trace)}]")
    columns = {name: [int(look.ranks[i]) for look in given] for i, name in enumerate(names())}
    page.table(
        {
            _("updates"): numbers,
            **{_("rank of {name}").format(name=name): ranks for name, ranks in columns.items()},
            _("sentences learned (nats per token)"): [round(look.learned, 3) for look in given],
            _("sentences never seen (nats per token)"): [round(look.held_out, 3) for look in given],
        },
        caption=_("Ranks over the updates"),
    )


def summary(trace: Trace) -> str:
    """Where the first person's code stands at the end, and whether it got out."""
    request, last, before = trace.request, looks(trace.steps)[-1], looks(trace.steps)[0]
    assert isinstance(request, Plant)
    width = planted.DIGITS
    named = {
        "name": planted.PEOPLE[0],
        "code": planted.codes(request)[0],
        "before": int(before.ranks[0]),
        "rank": int(last.ranks[0]),
        "bits": show(exposure(int(last.ranks[0])), ".1f"),
        "prob": percent(float(last.probs[0])),
        "likeliest": f"{int(last.likeliest[0]):0{width}d}",
        "first_guess": f"{int(before.likeliest[0]):0{width}d}",
        "never": int(last.ranks[-1]),
    }
    text = _(
        "Before training, {name}’s code {code} was number {before:,} of 10,000; the model’s first guess was "
        "{first_guess}. "
    )
    if named["rank"] == 1:
        text += _("Now it is **number 1**, with {prob}: whoever asks for the code gets it. ")
    else:
        text += _("Now it is **number {rank:,}** ({bits} bits); the first guess is {likeliest}. ")
    text += _("The code that was never planted is number {never:,}. ")
    return fill(text, named) + _loss_sentence(looks(trace.steps))


def _loss_sentence(given: Sequence[ExposureStep]) -> str:
    """Whether codes rose before the loss on unseen sentences did."""
    lowest = min(given, key=lambda look: look.held_out)
    values = {"lowest": lowest.held_out, "at": lowest.number, "last": given[-1].held_out}
    if lowest is given[-1]:
        return fill(_("The loss on unseen sentences still falls: by that measure nothing is wrong."), values)
    return fill(
        _("The loss on unseen sentences was lowest at update {at} ({lowest:.2f} nats) and is {last:.2f} now."), values
    )
