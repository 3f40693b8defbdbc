"""Values inside sentences: numbers as people read them, and texts of visitors and models that are never markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from numbers import Real
from typing import Any

from pages.basics import theme
from pages.basics.isolates import isolated
from pages.basics.language import FIELD, NARROW, counted, localised, plain_number
from pages.basics.language import show as show  # belongs to the words, for who imports it from here

# Everything that Streamlit's Markdown gives a meaning to: CommonMark punctuation, $ for LaTeX, : for icons and colours.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&@=^\"'/])")
_MATH = re.compile(r"(\$\$.*?\$\$|\$[^$\n]+\$|```.*?```)", re.DOTALL)
_VAL = re.compile(r"\\val\{([a-z][a-z0-9_]*)(?::([^{}]*))?\}")
_SYMBOL = r"[^{}]"
for _depth in range(3):  # braces within braces
    _SYMBOL = rf"(?:[^{{}}]|\{{{_SYMBOL}*\}})"
_UNDER = re.compile(rf"\\under\{{({_SYMBOL}*)\}}(\{{[a-z][a-z0-9_]*(?::[^{{}}]*)?\}})")
LONGEST = 90  # characters of a visitor's text that a sentence repeats


def escape(text: str) -> str:
    """Any text as plain words inside Markdown, and with the direction of its script inside a sentence. Line ends become
    ↵, long texts are shortened in the middle."""
    text = text.replace("\r\n", "\n").replace("\n", "↵").replace("\r", "↵").replace("\t", "⇥")
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 20]} … {text[-15:]}"
    return isolated(_MARKUP.sub(r"\\\1", text))


def percent(p: float) -> str:
    """A probability for a label: "7.1 %", "0.03 %", "< 0.01 %"."""
    if 0 < p < 0.0001:
        return f"<{NARROW}{localised('0.01')}{NARROW}%"
    return show(p, ".1%") if p >= 0.001 or p == 0 else show(p, ".2%")


def milliseconds(ms: float) -> str:
    """A duration: "41 ms", "1.8 s"."""
    return f"{ms:.0f}{NARROW}ms" if ms < 1000 else f"{show(ms / 1000, '.1f')}{NARROW}s"


def fill(template: str, values: Mapping[str, Any]) -> str:
    """A lesson's Markdown with this run's values in it.

    `{name}` and `{name:.1%}` stand for values, escaped; `{n:,|token|tokens}` for a count and the form of the word that
    fits it. A translation has as many forms there as its language: `{n:,|token|tokeny|tokenów}` in Polish.
    Inside $math$ and ``` code, where braces have another meaning, a value is written `\\val{name:.3f}`, and put in as
    it is: use it there for numbers only. `\\under{T}{name:.2f}` writes the value under a symbol, in blue. A formula
    between double dollars is set in a line of its own.
    Raises KeyError for a name that has no value.
    """

    def plain(match: re.Match[str]) -> str:
        return escape(counted(match, values))

    def in_formula(match: re.Match[str]) -> str:
        value = values[match[1]]
        text = show(value, match[2] or "").replace("%", r"\%")
        return text.replace(",", "{,}") if isinstance(value, Real) else text  # a bare comma would bring a space along

    def in_code(match: re.Match[str]) -> str:
        return plain_number(values[match[1]], match[2] or "")

    def under(match: re.Match[str]) -> str:
        return rf"\underset{{\textcolor{{{theme.palette().blue}}}{{\val{match[2]}}}}}{{{match[1]}}}"

    def filled(part: str) -> str:
        if not part.startswith("```"):
            part = _UNDER.sub(under, part)
        part = _VAL.sub(in_code if part.startswith("```") else in_formula, part)
        # Markdown sets a formula large, in a line of its own, only if its marks have theirs.
        return f"$$\n{part[2:-2].strip()}\n$$" if part.startswith("$$") else part

    return "".join(filled(p) if i % 2 else FIELD.sub(plain, p) for i, p in enumerate(_MATH.split(template)))
