"""The main figure: how much of the answer one token brings back, after each layer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.control.kinds import Patch, first_difference
from models.engine import Step, Trace
from models.prepared import prepared
from models.shared_engine import engine
from models.text import tokenizer
from models.text.architecture import architecture
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.control import charts
from pages.chapters.control.measured import HALF, Patched, patched
from pages.frame.frame import Frame
from pages.frame.table import Table


def run(page: Frame, request: Patch) -> Trace:
    """The shipped run as it is; any other fills layer by layer."""
    engine().warm_up(request.family)  # for a pair of the visitor's own, which may come next
    planned = 1 + architecture().layers

    def draw(steps: Sequence[Step]) -> None:
        if len(steps) > 1:
            # A name of its own each time: a run of the page may draw no two figures of one name.
            _figure(page, patched(steps, first_difference(request)), f"restored_{len(steps)}")

    known = prepared(request)
    return known or page.watch(request, draw, Step, planned=planned, count=lambda steps: len(steps) - 1)


def of(trace: Trace) -> Patched:
    assert isinstance(trace.request, Patch)
    request = trace.request
    return memo.of(trace, "patched", lambda: patched(trace.steps, first_difference(request)))


def draw(page: Frame, trace: Trace) -> None:
    given = of(trace)
    page.say_stopped(trace)
    if given.moved:
        _figure(page, given, "restored")
    else:
        text = _(
            "Both prompts are continued with **{answer}**, so there is no answer to restore. Change the word that the "
            "answer depends on."
        )
        st.info(fill(text, {"answer": piece(given.pair.answers[0])}), icon=":material/edit:")


def _figure(page: Frame, given: Patched, key: str) -> None:
    page.figure(
        charts.restored(pieces(given), given, theme.palette()),
        key,
        alt=_("Share of the clean answer that one patched token restores, after each layer."),
        table_elsewhere=True,
    )


def piece(token_id: int) -> str:
    return tokenizer.visible(int(token_id))


def pieces(given: Patched) -> list[str]:
    """The tokens of the corrupt prompt that are patched."""
    return [piece(i) for i in given.pair.corrupt_ids[given.first :]]


def table(trace: Trace) -> Table:
    given = of(trace)
    columns = {
        f"{given.first + i + 1}. {text} (%)": [round(100 * share, 1) for share in given.restored[:, i].tolist()]
        for i, text in enumerate(pieces(given))
    }
    return {_("after which layer"): [charts.depth_name(depth) for depth in range(len(given.restored))], **columns}


def values(trace: Trace) -> dict[str, object]:
    """What the lesson's sentences name."""
    pair = of(trace).pair
    return {
        "answer": piece(pair.answers[0]),
        "foil": piece(pair.answers[1]),
        "prob_clean": float(pair.probs[0, 0]),
        "prob_corrupt": float(pair.probs[1, 1]),
        "clean_nats": float(pair.differences[0]),
        "corrupt_nats": float(pair.differences[1]),
        "layers": architecture().layers,
        "runs": sum(step.passes for step in trace.steps),
    }


def summary(given: Patched) -> str:
    """Where the answer is, as this run shows it."""
    leaves, arrives, first = given.leaves, given.arrives, pieces(given)[0]
    named = {"token": first, "last": pieces(given)[-1], "number": given.first + 1, "half": show(HALF, ".0%")}
    best = int(given.restored[0].argmax())
    named |= {"best": pieces(given)[best], "share": show(float(given.restored[0, best]), ".0%")}
    named |= {"leaves": charts.depth_name(leaves or 0), "arrives": charts.depth_name(arrives or 0)}
    if given.restored.shape[1] == 1:
        text = _("Only the last token differs: put back, it brings back the answer at every depth.")
    elif leaves is None:
        text = _(
            "Several tokens differ. At the embedding, **{best}** alone restores most: {share}. The last token, "
            "**{last}**, restores at least {half} from {arrives} on."
        )
    else:
        text = _(
            "The token that was changed, **{token}** (number {number}), restores at least {half} up to {leaves}; the "
            "last token, **{last}**, does from {arrives} on. In between the answer moves."
        )
        if arrives is not None and leaves >= arrives:
            text = _(
                "The token that was changed, **{token}** (number {number}), restores at least {half} up to {leaves}, "
                "and the last token, **{last}**, already from {arrives} on: for some layers both hold the answer."
            )
    return fill(text, named)
