"""The same text with and without the cache of keys and values: measured in time, and by formula in multiply-adds."""

from __future__ import annotations

import streamlit as st

from models.cost import arithmetic
from models.cost.kinds import Meter
from models.engine import Trace
from models.engine.errors import InvalidRequest
from models.text import tokenizer
from models.text.architecture import architecture
from models.text.kinds import CompareCache
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, milliseconds, show
from pages.chapters.cost import charts
from pages.chapters.cost.units import si
from pages.frame import export, running, watching
from pages.frame.frame import Frame

MOST = 32  # tokens, as many as are compared


def draw(page: Frame, asked: Meter) -> None:
    try:
        request = CompareCache(prompt=asked.prompt, max_new_tokens=MOST)
    except InvalidRequest as error:  # a host may allow fewer
        st.warning(running.sentence(error), icon=":material/edit:")
        return
    traces = watching.several(
        [request], "cache", _("Write it with and without the cache"), ":material/bolt:", first=True
    )
    if traces is None:
        return
    [trace] = traces
    kept, again = counts(trace)
    st.markdown(summary(trace))
    page.figure(
        memo.of(
            trace, ("caching", theme.palette()), lambda: charts.caching(times(trace), (kept, again), theme.palette())
        ),
        "caching",
        alt=_("Milliseconds and multiply-adds of each written token, with and without a cache."),
        table_elsewhere=True,
    )
    note = _("The likeliest token each time, so both ways write the same text. The first reads the prompt either way.")
    st.markdown(f":small[{note} {export.cost(trace)}]")
    page.table(
        {
            _("written token"): list(range(1, len(kept) + 1)),
            _("cache on (ms)"): [round(t, 1) for t in times(trace)[0]],
            _("cache off (ms)"): [round(t, 1) for t in times(trace)[1]],
            _("cache on (multiply-adds)"): kept,
            _("cache off (multiply-adds)"): again,
        },
        caption=_("With and without cache"),
    )


def times(trace: Trace) -> tuple[list[float], list[float]]:
    """Milliseconds of each token, with and without."""
    return [s.cached_milliseconds for s in trace.steps], [s.uncached_milliseconds for s in trace.steps]  # type: ignore[attr-defined]


def counts(trace: Trace) -> tuple[list[int], list[int]]:
    """Multiply-adds of each token, likewise."""
    assert isinstance(trace.request, CompareCache)
    prompt, n = tokenizer.count(trace.request.prompt), len(trace.steps)
    kept, again = (arithmetic.of_text(architecture(), prompt, n, cache) for cache in (True, False))
    return [p.total for p in kept], [p.total for p in again]


def summary(trace: Trace) -> str:
    """What the cache saved in this run; also where the clock does not show it."""
    (kept_ms, again_ms), (kept, again) = map(sum, times(trace)), map(sum, counts(trace))
    named = {
        "n": len(trace.steps),
        "kept": si(kept, ""),
        "again": si(again, ""),
        "ratio": show(again / kept, ".1f"),
        "kept_time": milliseconds(kept_ms),
        "again_time": milliseconds(again_ms),
        "time_ratio": show(again_ms / kept_ms, ".1f"),
    }
    text = _(
        "Without the cache, {n:,|token|tokens} take {again} multiply-adds instead of {kept}: **{ratio} times as "
        "many**. "
    )
    if again_ms <= kept_ms:
        text += _("The clock does not show it this time: {again_time} without, {kept_time} with the cache.")
    elif again_ms / kept_ms < 0.8 * again / kept:
        text += _(
            "The clock grows less, {time_ratio} times ({again_time} instead of {kept_time}): tokens that are read "
            "together share the reading of the weights."
        )
    else:
        text += _("The clock says {time_ratio} times: {again_time} instead of {kept_time}.")
    return fill(text, named)
