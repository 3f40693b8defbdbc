"""The numbers that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import Any

import streamlit as st

from models.bias.kinds import Compare
from models.bias.lists import NEUTRAL, TEMPLATES, prompts
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.bias import audit, statistics
from pages.chapters.bias.audit import Gap
from pages.chapters.bias.controls import BiasView
from pages.chapters.bias.statistics import Estimate
from pages.frame import export, running

OPTIONS = {1: "he", -1: "she", 0: "neither"}


def of(view: BiasView, occupations: Sequence[Gap], own: Sequence[Gap]) -> dict[str, Any]:
    gap = own[0]
    values: dict[str, Any] = {"word": gap.word, "gap": gap.estimate.value, "sentences": len(view.templates)}
    values |= {"first": view.first, "second": view.second, "times": exp(abs(gap.estimate.value))}
    values["ahead"] = view.first if gap.estimate.value > 0 else view.second
    values["behind"] = view.second if gap.estimate.value > 0 else view.first
    values["correlation"] = (
        show(audit.against_shares(occupations).value, ".2f") if occupations else _("not measured for these words")
    )
    return values


def answer() -> tuple[str, dict[str, Any]]:
    """Whom the model expects of a person, stranger, neighbor, friend in our sentences."""
    source = _("prepared")
    if audit.shipped_model():
        base = audit.neutral()
    else:
        run = running.aside(Compare(prompts=prompts(NEUTRAL)))
        if run is None:
            st.stop()
        base = audit.difference(audit.logprobs(run)).reshape(len(NEUTRAL), len(TEMPLATES)).mean(0)
        source = export.source(run)
    estimate = statistics.mean(base)
    return option(estimate), {
        "base": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": len(base),
        "source": source,
    }


def option(estimate: Estimate) -> str:
    return OPTIONS[estimate.sign]
