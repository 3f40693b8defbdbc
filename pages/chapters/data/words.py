"""A Markov chain that learns from its own texts: which words are left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from models.collapse.kinds import TextGenerations, WordsStep
from models.engine import Trace
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.data import charts
from pages.frame import export, running
from pages.frame.frame import Frame


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    trace = running.aside(page.ask(TextGenerations, choice))
    if trace is None:
        return
    st.markdown(sentence(trace))
    steps, palette = of(trace), theme.palette()
    page.figure(
        memo.of(trace, ("words", palette), lambda: charts.vocabulary(steps, palette)),
        "words",
        alt=_("Different words in the text of each generation, where texts are replaced and where they are kept."),
        table_elsewhere=True,
    )
    st.markdown(f":small[{export.cost(trace)}]")
    texts = {
        _("The first text"): steps[0].replaced,
        _("The last one, old texts replaced"): steps[-1].replaced,
        _("The last one, old texts kept"): steps[-1].accumulated,
    }
    for title, text in texts.items():
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f":small[{title}]")
            st.text(f"{text} …")
    page.table(
        {
            _("generation"): [step.generation for step in steps],
            _("replaced: different words"): [step.replaced_types for step in steps],
            _("kept: different words"): [step.accumulated_types for step in steps],
        },
        caption=_("A text fed on itself"),
    )


def of(trace: Trace) -> list[WordsStep]:
    return [step for step in trace.steps if isinstance(step, WordsStep)]


def sentence(trace: Trace) -> str:
    request, steps = trace.request, of(trace)
    assert isinstance(request, TextGenerations)
    text = _(
        "The first text has {words:,} words, {first:,} different ones. A chain counts it and writes one as long, which "
        "the next chain counts. After {generations} generations, **{replaced:,} different words** are left where each "
        "chain counts the newest text alone, and {kept:,} where all texts are kept. That is fewer than at first, too: "
        "a sample of a text misses its rare words. But after {half} generations there were {kept_half:,}."
    )
    half = steps[len(steps) // 2]
    return fill(
        text,
        {
            "words": request.words,
            "first": steps[0].replaced_types,
            "generations": steps[-1].generation,
            "replaced": steps[-1].replaced_types,
            "kept": steps[-1].accumulated_types,
            "half": half.generation,
            "kept_half": half.accumulated_types,
        },
    )
