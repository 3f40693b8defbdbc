"""Very small and very large numbers as people read them: "17 mJ", "1.3 GJ", "3.1 · 10²³ FLOP"."""

from __future__ import annotations

from math import floor, log10

from pages.basics.language import NARROW
from pages.basics.words import show

_PREFIXES = {-6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"}
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def digits(value: float) -> str:
    """Three significant ones."""
    if not value:
        return "0"
    size = floor(log10(abs(float(f"{value:.3g}"))))
    rounded = float(f"{value:.3g}")
    return show(rounded, f",.{max(0, 2 - size)}f") if rounded != round(rounded) else show(rounded, ",.0f")


def si(value: float, unit: str) -> str:
    """With a prefix: "17 mJ", "112 MB"."""
    power = 0 if value == 0 else 3 * floor(log10(abs(float(f"{value:.3g}"))) / 3)
    power = min(max(power, -6), 18)
    return f"{digits(value / 10.0**power)}{NARROW}{_PREFIXES[power]}{unit}"


def between(low: float, high: float, unit: str) -> str:
    """A range: "29 mJ to 0.22 J"."""
    return f"{si(low, unit)} – {si(high, unit)}"


def power_of_ten(value: float, unit: str) -> str:
    """ "3.1 · 10²³ FLOP"; up to a million as it is."""
    if abs(value) < 1e6:
        return f"{digits(value)}{NARROW}{unit}"
    first, exponent = f"{value:.1e}".split("e")
    return f"{show(float(first), '.1f')} · 10{str(int(exponent)).translate(_SUPERSCRIPT)}{NARROW}{unit}"


def ten_to(exponent: int) -> str:
    return f"10{str(exponent).translate(_SUPERSCRIPT)}"
