"""Few pictures to learn from: what altered copies of them are good for, and what generated ones are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from models.engine import Trace
from models.few_pictures.kinds import (
    ALTERED,
    HELD_OUT,
    STARTS,
    STYLES,
    UPDATES,
    WITH_GENERATED,
    ClassifiedStep,
    FewPictures,
    by_size,
)
from models.prepared import prepared
from pages.basics import theme
from pages.basics.intervals import with_margin
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.data import charts
from pages.chapters.data.altered import ALTERATIONS
from pages.frame import export, watching
from pages.frame.frame import Frame

Means = tuple[float, float]  # of the five: mean share right, and the half of its 95 % interval


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    chosen = page.ask(FewPictures, choice)
    traces = watching.several((chosen,), "few", _("Train with these settings"), ":material/fitness_center:", first=True)
    own = None if traces is None else traces[0]
    if own is None:
        text = _("These settings were not trained in advance. {n} small classifiers learn in about fifteen seconds.")
        st.markdown(fill(text, {"n": STARTS}))
    else:
        st.markdown(sentence(own))
        st.markdown(f":small[{export.cost(own)}]")
    _sizes(page, own)
    _generated(page)


def _sizes(page: Frame, own: Trace | None) -> None:
    lines = [
        (_(ALTERATIONS[altered]), [shares(shipped(request)) for request in by_size(altered)]) for altered in ALTERED
    ]
    sizes = [request.pictures for request in by_size("none")]
    here = None if own is None else (request_of(own).pictures + request_of(own).generated, shares(own))
    page.figure(
        charts.accuracy(sizes, lines, here, 1 / len(STYLES), theme.palette()),
        "few",
        alt=_("Share of new pictures told right by the number of pictures learned from, for three ways of altering."),
        table_elsewhere=True,
    )
    note = _(
        "Told apart: {styles} styles of hair and headwear, on {n} pictures that nobody learned from. Mean of {starts} "
        "classifiers, each from other pictures, with its 95 % interval."
    )
    st.markdown(f":small[{fill(note, {'styles': len(STYLES), 'n': HELD_OUT, 'starts': STARTS})}]")


def _generated(page: Frame) -> None:
    traces = [shipped(request) for request in (*WITH_GENERATED, *by_size("none")[1:])]
    st.markdown(worth(traces))
    learned_from = [request_of(trace) for trace in traces]
    names, real = (
        [composition(request) for request in learned_from],
        [not request.generated for request in learned_from],
    )
    page.figure(
        charts.compositions(names, real, [shares(trace) for trace in traces], theme.palette()),
        "generated",
        alt=_("Share of new pictures told right, learned from real and from generated pictures."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{_('Blue: real pictures alone. Orange: with generated ones.')}]")
    all_of_them = [shipped(request) for altered in ALTERED for request in by_size(altered)] + traces[1:4]
    requests = [request_of(trace) for trace in all_of_them]
    page.table(
        {
            _("real pictures"): [request.pictures for request in requests],
            _("generated pictures"): [request.generated for request in requests],
            _("altered"): [_(ALTERATIONS[request.altered]) for request in requests],
            _("told right, mean of five (%)"): [round(100 * with_margin(shares(t))[0], 1) for t in all_of_them],
            _("± (95 %)"): [round(100 * with_margin(shares(t))[1], 1) for t in all_of_them],
        },
        caption=_("Few pictures"),
    )


def shipped(request: FewPictures) -> Trace:
    trace = prepared(request)
    assert trace is not None, request
    return trace


def request_of(trace: Trace) -> FewPictures:
    assert isinstance(trace.request, FewPictures)
    return trace.request


def shares(trace: Trace) -> list[float]:
    """Of each of the five the share of held-out pictures that it tells right at the end."""
    steps = [step for step in trace.steps if isinstance(step, ClassifiedStep) and step.number == UPDATES]
    return [step.right / HELD_OUT for step in steps]


def composition(request: FewPictures) -> str:
    parts = []
    if request.pictures:
        parts.append(_("{n:,} real").format(n=request.pictures))
    if request.generated:
        parts.append(_("{n:,} generated").format(n=request.generated))
    return " + ".join(parts)


def sentence(trace: Trace) -> str:
    """What these settings lead to; beside the same pictures unaltered, whether that helps, where it is known."""
    request, (mean, half) = request_of(trace), with_margin(shares(trace))
    text = _(
        "From **{pictures}**, {altered}: **{mean}** (± {half}) of new pictures are told right. Guessing: {chance}. "
        "Of the pictures that they learned from, they tell {learned} right."
    )
    learned = np.mean([step.learned_right for step in trace.steps if step.number == UPDATES])  # type: ignore[attr-defined]
    told = fill(
        text,
        {
            "pictures": composition(request),
            "altered": _(ALTERATIONS[request.altered]),
            "mean": show(mean, ".1%"),
            "half": show(half, ".1%"),
            "chance": show(1 / len(STYLES), ".1%"),
            "learned": show(float(learned), ".0%"),
        },
    )
    plain = prepared(FewPictures(pictures=request.pictures, generated=request.generated, seed=request.seed))
    if request.altered == "none" or plain is None:
        return told
    return f"{told} {_compared(shares(trace), shares(plain))}"


def _compared(altered: Sequence[float], plain: Sequence[float]) -> str:
    """The five learn from the same pictures with and without: the mean difference, if it is none by chance alone."""
    mean, half = with_margin([a - p for a, p in zip(altered, plain, strict=True)])
    text = (
        _("Altering **helps**: {mean} percentage points (± {half}).")
        if mean > half
        else _("Altering **harms**: {mean} percentage points (± {half}).")
        if mean < -half
        else _("Altering makes no difference that five classifiers could tell: {mean} percentage points (± {half}).")
    )
    return fill(text, {"mean": show(100 * mean, "+.1f"), "half": show(100 * half, ".1f")})


def worth(traces: Sequence[Trace]) -> str:
    """How many real pictures would do as well as 50 with all generated ones, and generated ones alone."""
    few, _some, both, alone, middle, many = [with_margin(shares(trace))[0] for trace in traces]
    text = _(
        "Pictures can also be **generated**: the text-to-image model is asked for a style, and what it draws is taken "
        "for that style. With {n:,} of them, {few} real ones lead to {both} instead of {before}, **as about {real} "
        "real ones would**. The generated ones alone lead to {alone}, as about {like} real ones."
    )
    sizes = [50, 200, 1000]
    return fill(
        text,
        {
            "n": request_of(traces[2]).generated,
            "few": request_of(traces[0]).pictures,
            "both": show(both, ".0%"),
            "before": show(few, ".0%"),
            "real": show(equal_to(both, sizes, (few, middle, many)), ",.0f"),
            "alone": show(alone, ".0%"),
            "like": show(equal_to(alone, sizes, (few, middle, many)), ",.0f"),
        },
    )


def equal_to(mean: float, sizes: Sequence[int], means: Sequence[float]) -> float:
    """The number of real pictures at which a straight line over the logarithm of their number reaches this mean."""
    number = float(np.exp(np.interp(mean, means, np.log(sizes))))
    return float(f"{number:.2g}")
