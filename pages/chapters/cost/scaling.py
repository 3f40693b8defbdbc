"""2N a token and 6ND a training, from this model to GPT-3 and to models of today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from models.cost.arithmetic import FP32_BYTES, flop_of_training, flop_per_token
from models.cost.published import MODELS, SMOLLM2
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.cost import charts
from pages.chapters.cost.units import digits, power_of_ten, si
from pages.frame.frame import Frame


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    n, d = 10.0 ** float(choice["parameters"]), 10.0 ** float(choice["tokens"])
    st.markdown(summary(n, d))
    points = [(m.name, flop_per_token(m.active), flop_of_training(m.active, m.tokens)) for m in MODELS]
    page.figure(
        charts.scaling(points, (flop_per_token(n), flop_of_training(n, d)), theme.palette()),
        "scaling",
        alt=_("Operations of one token against operations of the whole training, for published models and your own."),
        table_elsewhere=True,
    )
    note = _(
        "Formulas, not measurements: 2 operations for each parameter forward, 4 more back. Attention is left out; of a "
        "mixture of experts (DeepSeek-V3) only the parameters count that a token passes through."
    )
    st.markdown(f":small[{note}]")
    page.table(
        {
            _("model"): [m.name for m in MODELS],
            _("parameters N"): [si(m.parameters, "") for m in MODELS],
            _("active"): [si(m.active, "") for m in MODELS],
            _("training tokens D"): [si(m.tokens, "") for m in MODELS],
            _("2N (FLOP)"): [power_of_ten(flop_per_token(m.active), "") for m in MODELS],
            _("6ND (FLOP)"): [power_of_ten(flop_of_training(m.active, m.tokens), "") for m in MODELS],
            _("weights in 16 bits"): [si(2 * m.parameters, "B") for m in MODELS],
            _("cache a token, 16 bits"): [si(2 * m.cache_numbers, "B") if m.cache_numbers else "–" for m in MODELS],
            _("source"): [f"{m.source}, {m.year}" for m in MODELS],
        },
        label=_("Models and their sources"),
    )


def summary(n: float, d: float) -> str:
    """Of the sliders' N and D, beside this model."""
    token, training = flop_per_token(n), flop_of_training(n, d)
    named = {
        "n": si(n, ""),
        "d": si(d, ""),
        "token": power_of_ten(token, "FLOP"),
        "training": power_of_ten(training, "FLOP"),
        "times": digits(token / flop_per_token(SMOLLM2.active)),
        "even": si(training / token, ""),
        "weights": si(FP32_BYTES / 2 * n, "B"),
    }
    return fill(
        _(
            "N = {n} parameters and D = {d} tokens: **{token} a token**, {times} times SmolLM2-135M's; **{training} "
            "for the training**. Writing {even} tokens, three for each that was learned from, takes as many operations "
            "as the training did. In 16 bits the weights fill {weights}."
        ),
        named,
    )
