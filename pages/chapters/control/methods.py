"""Which method explains what, with this visit's figures."""

from __future__ import annotations

import streamlit as st

from models.control.kinds import HeadMap, Patch, Steer
from models.engine import Trace
from models.engine.requests import Request
from models.prepared import prepared
from models.shared_engine import engine
from models.text import tokenizer
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.control import charts, hiding, patching
from pages.chapters.control.measured import heads_change, steered
from pages.frame import table

MISSING = "–"


def draw(patch: Trace, hide: Trace, steer: Steer) -> None:
    rows = [_patching(patch), _heads(patch), _hiding(hide), _attention(hide), _steering(steer)]
    titles = (_("method"), _("answers"), _("here"), _("does not answer"))
    table.draw(dict(zip(titles, map(list, zip(*rows, strict=True)), strict=True)), _("Which method explains what"))
    note = _(
        "“–”: not run for your prompts yet; its tab has a button. Gradients, a sixth method, are not computed here."
    )
    st.markdown(f":small[{note}]")


def known(request: Request) -> Trace | None:
    return engine().cached(request) or prepared(request)


def _patching(trace: Trace) -> tuple[str, ...]:
    given, here = patching.of(trace), MISSING
    if given.moved:
        leaves, arrives = (MISSING if d is None else charts.depth_name(d) for d in (given.leaves, given.arrives))
        here = _("changed token: to {leaves}; last token: from {arrives}").format(leaves=leaves, arrives=arrives)
    return _("patching"), _("where the answer is, layer by layer"), here, _("how it is computed there")


def _heads(trace: Trace) -> tuple[str, ...]:
    request, here = trace.request, MISSING
    assert isinstance(request, Patch)
    run = known(HeadMap(clean=request.clean, corrupt=request.corrupt)) if patching.of(trace).moved else None
    if run is not None:
        change = heads_change(run.steps)[1]
        worst = divmod(int(change.argmin()), change.shape[1])
        here = _("{layer}.{head}: {nats} nats").format(
            layer=worst[0], head=worst[1], nats=show(float(change[worst]), "+.2f")
        )
    return _("a head off"), _("which head the answer needs"), here, _("what others would do if trained without it")


def _hiding(trace: Trace) -> tuple[str, ...]:
    given = hiding.of(trace)
    here = _("{token}: {nats} nats").format(
        token=tokenizer.visible(int(given.ids[given.needed])), nats=show(-float(given.cost[given.needed]), "+.2f")
    )
    return _("hiding a word"), _("which word the answer needs"), here, _("in which layer; two words that say the same")


def _attention(trace: Trace) -> tuple[str, ...]:
    given = hiding.of(trace)
    here = _("{token}: {share}").format(
        token=tokenizer.visible(int(given.ids[given.attended])),
        share=show(float(given.attention[given.attended]), ".0%"),
    )
    return _("attention"), _("what could flow, and from where"), here, _("what the answer depends on")


def _steering(request: Steer) -> tuple[str, ...]:
    run, here = known(request), MISSING
    if run is not None:
        row = steered(run.steps)[1]
        here = _("{nats} nats; perplexity × {times}").format(nats=show(row.effect, "+.2f"), times=show(row.harm, ".2f"))
    return (
        _("steering"),
        _("whether a direction changes what is written"),
        here,
        _("whether the model uses it by itself"),
    )
