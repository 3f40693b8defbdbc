"""The numbers that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.engine import Trace
from models.safety import measured, watermark
from models.safety.kinds import Mark
from models.safety.watermark import FALSE_ALARMS
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.safety.marks import Text, other_key, text_of

STRICT = FALSE_ALARMS[-1]
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(p: float) -> str:
    """A probability, however small: "0.24", "5.1 · 10⁻⁸"."""
    if p >= 0.001:
        return show(p, ".2g") if p < 0.1 else show(p, ".2f")
    digits, exponent = f"{max(p, 1e-300):.1e}".split("e")
    return f"{show(float(digits), '.1f')} · 10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def verdict(p: float) -> str:
    """What a detector says that accepts one false alarm in a hundred, or in a thousand."""
    if p <= STRICT:
        return _("The key finds the mark, even where only one false alarm in 1,000 is allowed.")
    if p <= FALSE_ALARMS[0]:
        return _("The key finds the mark only if one false alarm in 100 is allowed.")
    return _("The key does not find the mark.")


def of(plain: Trace, marked: Trace) -> dict[str, Any]:
    request = marked.request
    assert isinstance(request, Mark)
    mark, without = text_of(marked, request.scheme, request.key), text_of(plain, request.scheme, request.key)
    other = text_of(marked, request.scheme, other_key(request.key))
    values: dict[str, Any] = {
        "verdict": verdict(mark.evidence.p),
        "scheme": _("tokens on the green list") if request.scheme == "green" else _("rounds won"),
        "chance": mark.found.chance,
        "tokens": len(mark.ids),
        "temperature": request.temperature,
        "strength": request.strength,
        "rounds": watermark.ROUNDS,
        "n": len(measured.TOPICS),
    }
    for name, text in (("marked", mark), ("plain", without), ("other", other)):
        given = text.evidence
        values |= {f"{name}_hits": given.hits, f"{name}_tosses": given.tosses, f"{name}_z": given.z}
        values |= {f"{name}_p": power(given.p), f"{name}_share": given.share if given.tosses else 0.0}
    return values | {"marked_perplexity": perplexity(mark), "plain_perplexity": perplexity(without)}


def perplexity(text: Text) -> float:
    """By the unmarked model: exp of the mean of −ln p."""
    return float(np.exp(-np.mean(text.logprobs)))


def found(texts: list[list[int]], scheme: str, alarms: float = STRICT, length: int | None = None) -> int:
    """In how many texts the measurements' key finds the mark."""
    return sum(watermark.read(ids[:length], scheme, measured.KEY).evidence().p <= alarms for ids in texts)


def answer() -> tuple[str, dict[str, Any]]:
    """In how many texts the mark is left after the model rewrote them."""
    texts = measured.texts("rewritten")
    left, before, n = found(texts, "green"), found(measured.texts("green"), "green"), len(texts)
    low, high = wilson(left, n)
    return option(left, n), {"left": left, "before": before, "n": n, "low": low, "high": high}


def option(left: int, n: int) -> str:
    """Of thirds."""
    return "few" if 3 * left <= n else "some" if 3 * left <= 2 * n else "most"
