"""One part broken, and what the network says then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from models.engine import Trace
from models.engine.requests import Request
from models.inside.kinds import Broken, BrokenStep
from models.prepared import prepared
from models.text import sampling, tokenizer
from models.text.kinds import NextToken, NextTokenStep
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.inside import numbers
from pages.chapters.inside.numbers import Floats
from pages.figures.components.bars import Bar, probability_bars
from pages.frame import controls, export, running
from pages.frame.frame import Frame

SHOWN = 8  # likeliest tokens of the whole network
RISEN = 3  # likeliest of the broken one, if they are not among them
SMALL = 0.05  # of the probability: less is called little
IN_EACH_LAYER = ("queries", "keys", "values", "head", "attention", "mlp")


def widgets() -> dict[str, Any]:
    """What is broken, and where; only what matters for it."""
    choice = {"part": controls.draw("part")}
    part = choice["part"]
    names = []
    if part in IN_EACH_LAYER:
        choice["everywhere"] = controls.draw("everywhere")
    if part not in ("positions", "order") and not choice.get("everywhere"):
        names.append("broken_layer")
    names += {"head": ["broken_head"], "swap": ["other_layer"]}.get(part, [])
    return choice | (controls.beside(*names) if names else {})


def run(request: Request) -> Trace | None:
    return prepared(request) or running.get(request)


def positions_off(prompt: str) -> tuple[str, Mapping[str, object]]:
    """The key of the prediction's right option, and what its reveal names. After an error: of the shipped run."""
    before, after, trace = _pair(Broken(prompt=prompt))
    top, now = int(before.argmax()), int(after.argmax())
    values = {
        "now_top": tokenizer.visible(now),
        "now_prob": percent(float(after[now])),
        "old_prob": percent(float(after[top])),
        "source": export.source(trace),
    }
    return option(before, after), values


def option(before: Floats, after: Floats) -> str:
    top = before.argmax()
    if after.argmax() != top:
        return "loses"
    return "stays" if after[top] >= before[top] / 2 else "falls"


def _pair(request: Broken) -> tuple[Floats, Floats, Trace]:
    """Probabilities of the whole and of the broken network, and the broken run."""
    whole, broken = run(NextToken(prompt=request.prompt)), run(request)
    if whole is None or broken is None:
        st.stop()
    assert isinstance(whole.last, NextTokenStep) and isinstance(broken.last, BrokenStep)
    return sampling.softmax(whole.last.logits), sampling.softmax(broken.last.logits), broken


def draw(page: Frame, request: Broken) -> None:
    before, after, trace = _pair(request)
    st.markdown(summary(request, before, after))
    order = sampling.top(before, SHOWN).tolist()
    risen = [i for i in sampling.top(after, RISEN).tolist() if i not in order]
    probability_bars(
        [Bar(id=i, text=tokenizer.visible(i), prob=float(after[i]), second=float(before[i])) for i in [*order, *risen]],
        key="broken",
        label=_("Next token"),
        first_label=_("broken"),
        second_label=_("whole"),
        pickable=False,
    )
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(
        {
            _("token"): [tokenizer.visible(i) for i in [*order, *risen]],
            _("whole (%)"): [round(100 * float(before[i]), 3) for i in [*order, *risen]],
            _("broken (%)"): [round(100 * float(after[i]), 3) for i in [*order, *risen]],
        },
        caption=_("Next token of the whole and of the broken network"),
    )


def summary(request: Broken, before: Floats, after: Floats) -> str:
    """What was broken, in words, and what it did to this text."""
    top, now = int(before.argmax()), int(after.argmax())
    share = numbers.moved(before, after)
    named = {
        "top": tokenizer.visible(top),
        "now": tokenizer.visible(now),
        "before": percent(float(before[top])),
        "after": percent(float(after[top])),
        "leads": percent(float(after[now])),
        "moved": show(share, ".0%"),
    }
    text: str = WORDS[request.part](request) + " "
    if share < SMALL:
        text += _(
            "Here it changes little: **{top}** goes from {before} to {after}, and {moved} of the probability moves."
        )
    elif now == top:
        text += _("**{top}** still leads: it goes from {before} to {after}. {moved} of the probability moves.")
    else:
        text += _(
            "**{top}** falls from {before} to {after}; **{now}** leads now, with {leads}. {moved} of the probability "
            "moves."
        )
    return fill(text, named)


def _where(request: Broken) -> str:
    return _("in every layer") if request.everywhere else _("in layer {n}").format(n=request.layer)


WORDS: Mapping[str, Callable[[Broken], str]] = {
    "positions": lambda r: _(
        "No query and no key turns: no score depends on how far apart two tokens are. What is left of the order is the "
        "mask, by which a token sees earlier ones alone."
    ),
    "order": lambda r: _("The tokens between the first and the last stand in reverse; the network is whole."),
    "queries": lambda r: _("Queries are all zero {where}: nobody asks, so each token takes from all alike.").format(
        where=_where(r)
    ),
    "keys": lambda r: _(
        "Each key stands with the token after its own {where}: who asks for a token finds its neighbour, and takes "
        "that one's value."
    ).format(where=_where(r)),
    "values": lambda r: _(
        "Each value stands with the token after its own {where}: the right token is picked, and its neighbour's news "
        "arrives."
    ).format(where=_where(r)),
    "head": lambda r: _("Head {n} gives nothing {where}.").format(n=r.head, where=_where(r)),
    "attention": lambda r: _("Attention adds nothing {where}: there no token learns of the others.").format(
        where=_where(r)
    ),
    "mlp": lambda r: _("The MLP adds nothing {where}.").format(where=_where(r)),
    "layer": lambda r: _("Layer {n} is left out: the stream goes past it.").format(n=r.layer),
    "swap": lambda r: _("Layers {a} and {b} have changed their order.").format(a=r.layer, b=r.other),
}
