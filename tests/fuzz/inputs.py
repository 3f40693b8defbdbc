"""What a hostile or clumsy visitor sends: any parameter of an address, any value of a widget. Hypothesis strategies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from models.engine.limits import Choices, Range
from pages.frame import registry, rows

CHAPTERS = ("", *(c.slug for c in registry.written()))
FRAME = ("depth", "lang", "large", "result", "at", "branch", "lock", "hide", "question", "embed", "embed_options")
NUMBERS = (
    "0",
    "-1",
    "1",
    "1e309",
    "-0",
    "nan",
    "inf",
    "-inf",
    "0x10",
    "1_000",
    "٣",
    "½",
    "99999999999999999999",
    "0.1.2",
    "",
)
TEXTS = (
    "",
    " ",
    "\x00",
    "\u202eRTL\u202c",
    "a" * 5000,
    "word " * 2000,
    "👩\u200d👩\u200d👧" * 50,
    "%00%ff",
    "{prompt}",
    "<script>alert(1)</script>",
    "{0.__class__}",
    "%s%n",
    "$x^{2}$",
    "[l](javascript:alert(1))",
    ":red[x]",
    "![](//example.org/x.png)",
    "'; DROP TABLE x; --",
    "../../etc/passwd",
    "\ufffe\uffff",
    "\r\n\r\nSet-Cookie: a=b",
    "0.0,0.1",
    "3.2 0.*",
    "50,-20 3,7",
)
raw = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(TEXTS),
    st.text(max_size=300),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
)


def names(slug: str) -> list[str]:
    """Every parameter that means something in a chapter."""
    return sorted({*rows.names(slug), *FRAME})


def near(slug: str, name: str) -> st.SearchStrategy[str]:
    """Values at the edges of a control's limits and just outside, and its words: what a shared link would hold."""
    if not rows.has(name, slug):
        return raw
    limit = rows.of(name, slug).limit
    if isinstance(limit, Choices):
        return st.one_of(st.sampled_from(limit.options), raw)
    if isinstance(limit, Range):
        edges = [limit.low, limit.high, limit.low - 1, limit.high + 1, (limit.low + limit.high) / 2]
        return st.one_of(st.sampled_from([f"{e:g}" for e in edges] + [str(e) for e in edges]), raw)
    return raw


def addresses(slug: str) -> st.SearchStrategy[dict[str, str]]:
    """Up to five parameters of a chapter's address, known ones and others."""
    one = st.sampled_from(names(slug)).flatmap(lambda name: st.tuples(st.just(name), near(slug, name)))
    odd = st.tuples(st.text(min_size=1, max_size=20), raw)
    return st.lists(st.one_of(one, one, one, odd), max_size=5).map(dict)


def values(widget: Any) -> st.SearchStrategy[Any]:
    """Values that the widget's own limits would not let through, and some that they would."""
    if widget.type in ("text_area", "text_input"):
        return st.one_of(st.sampled_from(TEXTS), st.text(max_size=400))
    if widget.type in ("checkbox", "toggle"):
        return st.booleans()
    whole = isinstance(widget.value, int)
    if whole:
        return st.one_of(st.integers(-5, 200), st.sampled_from((-(2**53), 2**31 - 1, 2**31, 2**53)))
    return st.one_of(st.floats(-10, 200), st.sampled_from((float("nan"), float("inf"), -0.0, 1e-320)))
