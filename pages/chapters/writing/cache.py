"""What the key-value cache saves: each new token with and without it, timed."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine import Trace
from models.prepared import prepared
from models.text import tokenizer
from models.text.kinds import CompareCache, CompareCacheStep
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.writing import charts
from pages.frame import running
from pages.frame.frame import Frame


def draw(page: Frame, prompt: str) -> None:
    """Times the visitor's text on a button; before that, shows one made in advance: timing takes twice the work,
    and a class that only looks should not wait for it."""
    if st.button(_("Measure with your text"), key="_measure", type="primary", icon=":material/timer:"):
        st.session_state["_measured"] = page.ask(CompareCache, prompt=prompt, max_new_tokens=32)
    measured: CompareCache | None = st.session_state.get("_measured")
    trace = running.aside(measured) if measured else prepared(CompareCache(max_new_tokens=32))
    if trace is None:
        return
    if trace.provenance == "prepared":
        st.markdown(_("Measured in advance on an idle machine, for “The cat sat on the”."))
    _compare(page, trace)


def _compare(page: Frame, trace: Trace) -> None:
    request = trace.request
    assert isinstance(request, CompareCache)
    steps = [step for step in trace.steps if isinstance(step, CompareCacheStep)]
    with_cache = np.array([s.cached_milliseconds for s in steps])
    without = np.array([s.uncached_milliseconds for s in steps])
    start = tokenizer.count(request.prompt)
    page.figure(
        charts.cache(with_cache, without, start, theme.palette()),
        key="cache",
        alt=_("Milliseconds for each new token: flat with the cache, growing with the text without it."),
        table_elsewhere=True,
    )
    # The first token reads the whole prompt either way.
    ratio = float(without[1:].sum() / with_cache[1:].sum())
    last = float(without[-3:].mean() / with_cache[-3:].mean())
    sentence = _(
        "After the first token, the cache makes writing **{ratio:.1f} times** as fast; "
        "at the end of this text **{last:.1f} times**. Spikes come from other work on the machine."
    )
    st.markdown(fill(sentence, {"ratio": ratio, "last": last}))
    page.table(
        {
            _("tokens before"): [start + i for i in range(len(with_cache))],
            _("with cache (ms)"): with_cache.round(1).tolist(),
            _("without cache (ms)"): without.round(1).tolist(),
        },
        label=_("The measurement as a table"),
    )
