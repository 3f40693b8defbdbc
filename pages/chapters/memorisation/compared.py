"""All famous texts beside their twins, and π: what the model knows, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import Any

import numpy as np
import streamlit as st

from models.engine import Trace
from models.text.famous import PI, TEXTS
from models.text.kinds import Score
from pages.basics import theme
from pages.basics.intervals import with_margin
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.memorisation import charts
from pages.chapters.memorisation.controls import TITLES
from pages.chapters.memorisation.recall import Recall
from pages.chapters.memorisation.recognised import Beside, known, of
from pages.frame import export
from pages.frame.frame import Frame

GUESS = log2(10)  # bits of a digit that could be any
KNOWN, NEAR = 1.0, 0.3  # bits per digit: under the first known by heart, this near to GUESS guessed


@dataclass(frozen=True)
class Pair:
    famous: Recall
    fresh: Recall


def pairs() -> dict[str, Pair]:
    """Of every text; the run page stops where one cannot be had, which is told."""
    return {name: Pair(_read(pair.famous), _read(pair.fresh)) for name, pair in TEXTS.items()}


def _read(text: str) -> Recall:
    trace = known(Score(text=text))
    if trace is None:
        st.stop()
    return of(trace)


def pi() -> Trace:
    trace = known(Score(text=PI.famous))
    if trace is None:
        st.stop()
    return trace


def answer() -> tuple[str, dict[str, Any]]:
    """The key of the prediction's right option, and what its reveal names."""
    trace = pi()
    given, fresh = of(trace), _read(PI.fresh)
    return option(given.mean), {
        "bits": given.mean,
        "guess": GUESS,
        "digits": len(given.rated),
        "fresh": fresh.mean,
        "source": export.source(trace),
    }


def option(bits: float) -> str:
    if bits < KNOWN:
        return "known"
    return "guessed" if bits >= GUESS - NEAR else "partly"


def draw(page: Frame, beside: Beside | None) -> None:
    texts = pairs()
    digits = Pair(of(pi()), _read(PI.fresh))
    rows = [charts.Row(_(TITLES[name]), pair.famous.mean, pair.fresh.mean) for name, pair in texts.items()]
    rows.append(charts.Row(_("π, digit by digit"), digits.famous.mean, digits.fresh.mean))
    own = of(beside.trace).mean if beside is not None and beside.own else None
    st.markdown(summary(list(texts.values())))
    page.figure(
        charts.surprise(rows, GUESS, own, theme.palette()),
        "all",
        alt=_("Bits per token of each famous text and of its fresh twin."),
        table_elsewhere=True,
    )
    st.markdown(of_pi(digits))
    counts = [(pair.famous, pair.fresh) for pair in (*texts.values(), digits)]
    page.table(
        {
            _("text"): [row.name for row in rows],
            _("famous (bits per token)"): [round(row.famous, 2) for row in rows],
            _("fresh twin (bits per token)"): [round(row.fresh, 2) for row in rows],
            _("tokens rated"): [f"{len(famous.rated)} / {len(fresh.rated)}" for famous, fresh in counts],
            _("of the famous ones at least 90 % likely"): [famous.sure for famous, _fresh in counts],
        },
        caption=_("All texts"),
    )


def summary(texts: list[Pair]) -> str:
    famous, fresh = (np.array([getattr(pair, side).mean for pair in texts]) for side in ("famous", "fresh"))
    mean, margin = with_margin(fresh - famous)
    named = {
        "n": len(texts),
        "famous": show(float(np.median(famous)), ".1f"),
        "fresh": show(float(np.median(fresh)), ".1f"),
        "mean": show(mean, "+.1f"),
        "low": show(mean - margin, "+.1f"),
        "high": show(mean + margin, "+.1f"),
    }
    text = _(
        "Median of {n} famous texts: **{famous} bits per token**; of their twins: **{fresh}**. Twin minus famous text, "
        "in the mean: {mean} bits (95 % interval {low} to {high}). "
    )
    if mean - margin > 0:
        text += _("The model tells them apart.")
    else:
        text += _("The interval includes 0: these texts do not show that the model tells them apart.")
    return fill(text, named)


def of_pi(digits: Pair) -> str:
    values = {"pi": digits.famous.mean, "fresh": digits.fresh.mean, "guess": GUESS, "n": len(digits.famous.rated)}
    text = {
        "known": _("π it knows by heart: {pi:.2f} bits a digit over {n} digits."),
        "partly": _("π it knows in part: {pi:.2f} bits a digit over {n} digits; guessing takes {guess:.2f}."),
        "guessed": _(
            "π it does **not** know: {pi:.2f} bits a digit over {n} digits, where guessing blindly takes {guess:.2f} "
            "and random digits take {fresh:.2f}."
        ),
    }[option(digits.famous.mean)]
    return fill(text, values)
