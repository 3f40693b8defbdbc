"""The residual stream: what each part adds to a token's logit, beside what each depth would say (the logit lens)."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine import Trace
from models.inside.kinds import InsideStep
from models.text import tokenizer
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.inside import charts, numbers, way
from pages.chapters.inside.numbers import Parts
from pages.frame import controls
from pages.frame.frame import Frame


def before(step: InsideStep, depth: int) -> np.ndarray:
    """(width,) the stream before a layer; after the last one for their number."""
    vector: np.ndarray = numbers.stream(step)[depth]
    return vector


def draw(page: Frame, trace: Trace) -> None:
    step, palette = way.of(trace), theme.palette()
    candidate = int(controls.draw("candidate")) - 1
    token = tokenizer.visible(int(step.candidates[candidate]))
    given = numbers.parts(step, candidate)
    st.markdown(summary(step, given, candidate))
    page.figure(
        memo.of(
            trace,
            ("parts", candidate, palette),
            lambda: charts.parts(given, 100 * step.lens_candidates[:, candidate], palette),
        ),
        "parts",
        alt=_("What attention and MLP of each layer add to the logit, and the probability read out after each layer."),
        table_elsewhere=True,
    )
    layers = len(given.mlp)
    page.table(
        {
            _("layer"): [_("embedding"), *map(str, range(layers))],
            _("attention adds (logits)"): [round(given.embedding, 3), *given.attention.round(3).tolist()],
            _("MLP adds (logits)"): [0.0, *given.mlp.round(3).tolist()],
            _("read out after it: probability (%)"): (100 * step.lens_candidates[:, candidate]).round(4).tolist(),
        },
        caption=_("Parts of the logit of {token}").format(token=token),
    )


def summary(step: InsideStep, given: Parts, candidate: int) -> str:
    """Which part raises the logit most, and when the token begins to lead."""
    token = int(step.candidates[candidate])
    kind, layer, most = given.largest
    depth = numbers.first_depth((step.lens_ids[:, 0] == token).tolist())
    named = {
        "token": tokenizer.visible(token),
        "total": show(float(step.logits[candidate]), ".2f"),
        "mean": show(step.mean_logit, ".2f"),
        "embedding": show(given.embedding, "+.2f"),
        "attention": show(float(given.attention.sum()), "+.2f"),
        "mlp": show(float(given.mlp.sum()), "+.2f"),
        "most": show(most, "+.2f"),
        "layer": layer,
        "layers": len(given.mlp),
        "depth": depth,
        "prob": percent(float(step.probs[candidate])),
    }
    text: str = _(
        "Nothing in the stream is ever overwritten: each part only adds. So the logit of **{token}**, {total}, is a "
        "sum (the mean of all tokens is {mean}): embedding {embedding}, attention of all layers {attention}, MLPs "
        "{mlp}. "
    )
    text += (
        _("The largest single part is the attention of layer {layer}: {most}. ")
        if kind == "attention"
        else _("The largest single part is the MLP of layer {layer}: {most}. ")
    )
    if depth is None:
        text += _("Read out after any layer, it does not lead at the end.")
    elif depth == len(given.mlp):
        text += _("Read out earlier, it would not lead: only the last of the {layers} layers brings it to the top.")
    else:
        text += _("Read out after {depth} of {layers} layers, it already leads, and does so to the end.")
    return fill(text, named)
