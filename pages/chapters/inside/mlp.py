"""The MLP: gates, ups and answers, and what its strongest neurons push."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.inside.kinds import InsideStep
from models.text import tokenizer
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.inside import numbers
from pages.figures.components.vectors import Vector, vectors
from pages.frame import table
from pages.frame.frame import Frame
from pages.frame.table import Table


def draw(page: Frame, step: InsideStep, layer: int) -> None:
    answers = numbers.answers(step, layer)
    st.markdown(summary(answers))
    shape = _("{n} numbers").format(n=f"{len(answers):,}")
    lines = [Vector(name=_("answers of the neurons"), shape=shape, numbers=answers)]
    if page.deep:
        st.markdown(
            _(
                "Two matrices read the vector, **gate** and **up**. The gate goes through silu, which lets through "
                "what is above 0 and little of the rest. A neuron's answer is silu(gate) · up."
            )
        )
        lines = [
            Vector(name=_("gate"), shape=shape, numbers=step.gates[layer]),
            Vector(name=_("up"), shape=shape, numbers=step.ups[layer]),
            *lines,
        ]
    vectors(lines, key="mlp-vectors", label=_("The MLP of this layer"))
    table.draw(
        _strongest(step, answers, layer),
        _("The neurons that change the favourite’s logit most, and which tokens they push"),
    )
    note = _(
        "In logits, directly, with the last norm as it is in this run; pushed: above the mean of all tokens. Many "
        "neurons have no single meaning; they work together."
    )
    st.markdown(f":small[{note}]")


def summary(answers: np.ndarray) -> str:
    """How few of the neurons make most of the answer."""
    energy = np.sort(answers**2)[::-1].cumsum()
    half = int(np.searchsorted(energy, energy[-1] / 2)) + 1
    text = _(
        "{n:,} neurons read the vector of this token alone; none sees another token. Each answers with a number: here "
        "the strongest gives {most}. {half:,|neuron makes|neurons make} half of the whole answer (of the sum of "
        "squares), the others share the rest."
    )
    most = show(float(answers[np.abs(answers).argmax()]), ".2f")
    return fill(text, {"n": len(answers), "most": most, "half": half})


def _strongest(step: InsideStep, answers: np.ndarray, layer: int) -> Table:
    neurons = step.neurons[layer].tolist()
    rows = zip(step.pushed[layer].tolist(), step.pushes[layer].tolist(), strict=True)
    pushed = [
        ", ".join(f"{tokenizer.visible(i)} {show(push, '+.2f')}" for i, push in zip(ids[:3], by[:3], strict=True))
        for ids, by in rows
    ]
    favourite = tokenizer.visible(int(step.candidates[0]))
    return {
        _("neuron"): [f"{layer}.{n}" for n in neurons],
        _("answer"): [round(float(answers[n]), 2) for n in neurons],
        _("adds to {token}").format(token=favourite): step.neuron_logits[layer].round(3).tolist(),
        _("pushes most"): pushed,
    }
