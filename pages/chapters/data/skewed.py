"""Skewed pictures and captions that leave something out: what a small flow makes of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from models.engine import Trace
from models.engine.translation import N_
from models.prepared import prepared
from models.skewed_flow.counted import Drawn, drawn
from models.skewed_flow.kinds import BALANCED, BY_SHARE, DRAWN, GUIDANCE, PICTURES, PLANNED, UNNAMED, TrainSkewed
from pages.basics import memo, theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.data import charts
from pages.frame import export, watching
from pages.frame.frame import Frame

PROMPTS = {"person": N_("“a person”"), "hat": N_("“a hat”"), "no_hat": N_("“no hat”"), "blue": N_("“blue background”")}


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    request = page.ask(TrainSkewed, choice)
    label = _("Let it learn with these settings")
    traces = watching.several((request,), "skewed", label, ":material/fitness_center:", first=True, planned=PLANNED)
    own = None if traces is None else traces[0]
    if own is None:
        st.markdown(_("Nobody has trained with these settings yet. It takes about half a minute."))
    else:
        _own(own)
    _shares(page, own)
    _captions(page)


def of(trace: Trace) -> dict[str, Drawn]:
    return memo.of(trace, "drawn", lambda: drawn(trace.steps))


def shipped(request: TrainSkewed) -> dict[str, Drawn]:
    trace = prepared(request)
    assert trace is not None, request
    return of(trace)


def _own(trace: Trace) -> None:
    assert isinstance(trace.request, TrainSkewed)
    request, given = trace.request, of(trace)
    st.markdown(outcome(request.hats, given["person"]))
    for prompt, title in PROMPTS.items():
        st.caption(_(title))
        st.image(list(given[prompt].shown), width=64)
    st.markdown(f":small[{export.cost(trace)}]")


def outcome(hats: int, person: Drawn) -> str:
    """What goes in and what comes out; a difference is told where the interval shows one."""
    low, high = wilson(person.hats, person.n)
    text = _(
        "**{into} %** of the {pictures} pictures that it learned from show a hat. Asked for “a person”, it draws one "
        "in **{k} of {n}**: {out} (95 % interval {low} to {high}). "
    )
    values = {"into": hats, "pictures": PICTURES, "k": person.hats, "n": person.n}
    values |= {"out": show(person.hats / person.n, ".0%"), "low": show(low, ".0%"), "high": show(high, ".0%")}
    if low <= hats / 100 <= high:
        text += _("What went in comes out: no picture is wrong, yet the skew is in all of them together.")
    elif low > hats / 100:
        text += _("That is **more** than went in.")
    else:
        text += _("That is **less** than went in.")
    return fill(text, values)


def _shares(page: Frame, own: Trace | None) -> None:
    st.subheader(_("What goes in comes out"), anchor=False)
    given = [(request.hats, shipped(request)["person"]) for request in BY_SHARE]
    mine = None
    if own is not None and isinstance(own.request, TrainSkewed) and prepared(own.request) is None:
        person = of(own)["person"]
        mine = (own.request.hats / 100, (person.hats, person.n))
    page.figure(
        charts.in_and_out([(hats / 100, (person.hats, person.n)) for hats, person in given], mine, theme.palette()),
        "in_and_out",
        alt=_("Share of hats drawn by the share of hats learned from."),
        table_elsewhere=True,
    )
    note = _(
        "**Prepared**: {k} flows of 2.4 million numbers, one for each share, {n} pictures of “a person” each; a "
        "classifier reads the hats. The intervals are those of the pictures of one training; another seed moves them."
    )
    st.markdown(f":small[{fill(note, {'k': len(given), 'n': DRAWN['person']})}]")
    page.table(
        {
            _("hats in (%)"): [hats for hats, _person in given],
            _("hats drawn"): [person.hats for _hats, person in given],
            _("pictures drawn"): [person.n for _hats, person in given],
            _("hats out (%)"): [round(100 * person.hats / person.n, 1) for _hats, person in given],
        },
        caption=_("What goes in comes out"),
    )


def _captions(page: Frame) -> None:
    st.subheader(_("What captions leave out cannot be asked for"), anchor=False)
    named, unnamed = shipped(BALANCED), shipped(UNNAMED)
    st.markdown(captions(named, unnamed))
    rows = [
        (_("captions name hats"), [(named[prompt].hats, named[prompt].n) for prompt in PROMPTS]),
        (_("captions never name hats"), [(unnamed[prompt].hats, unnamed[prompt].n) for prompt in PROMPTS]),
    ]
    page.figure(
        charts.by_prompt([_(title) for title in PROMPTS.values()], rows, theme.palette()),
        "by_prompt",
        alt=_("Share of hats by what is asked for, with captions that name hats and with captions that do not."),
        table_elsewhere=True,
    )
    for title, given in (
        (_("Asked for “a hat”, captions that name hats"), named),
        (_("Asked for “a hat”, captions that never name hats"), unnamed),
    ):
        st.caption(title)
        st.image(list(given["hat"].shown), width=64)
    note = _(
        "**Prepared**: the same {pictures} pictures, half of them with a hat; all captions name the background. What a "
        "prompt names is guided, as under *Text to image* ({guidance} times)."
    )
    st.markdown(f":small[{fill(note, {'pictures': PICTURES, 'guidance': show(GUIDANCE, 'g')})}]")
    page.table(
        {_("asked for"): [_(title) for title in PROMPTS.values()]}
        | {name: [f"{k} / {n}" for k, n in counted] for name, counted in rows},
        caption=_("Hats by what is asked for"),
    )


def captions(named: Mapping[str, Drawn], unnamed: Mapping[str, Drawn]) -> str:
    """Whether “a hat” is followed, with captions that name hats and with captions that do not; “blue background”, which
    all of them name, is the comparison."""
    text = _(
        "Both networks learned from the same pictures. Asked for “a hat”, the one whose captions named hats draws one "
        "in **{with_word} of {n}**, the other in **{without_word} of {n}**; asked for “a person”, the other draws one "
        "in {base} of {m}. Asked for a blue background, which all captions name, they draw it in {blue} and {other} of "
        "{n}. "
    )
    hat, blind, base = named["hat"], unnamed["hat"], unnamed["person"]
    values = {"with_word": hat.hats, "without_word": blind.hats, "n": hat.n, "base": base.hats, "m": base.n}
    values |= {"blue": named["blue"].blue, "other": unnamed["blue"].blue}
    (low, _high), (_low, high) = wilson(hat.hats, hat.n), wilson(blind.hats, blind.n)
    if low > high:
        text += _("It has seen as many hats as the other, but nobody told it the word.")
    else:
        text += _("That the captions named hats shows no effect here.")
    return fill(text, values)
