"""The losses while the network still learns, as an SVG picture: Plotly's charts would flicker at every new point."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from pages.basics.theme import LIGHT, Palette
from pages.basics.words import show
from pages.figures.losses import HIGHEST, LOWEST, TICKS, Curve, span

WIDTH, HEIGHT, LEFT, BOTTOM = 660, 372, 46, 24  # pixels; room for the names of the ticks


def svg(curve: Curve, yardsticks: Sequence[tuple[str, float]], updates: int, palette: Palette = LIGHT) -> str:
    """The same lines on the same scale as losses.losses draws them at the end."""
    numbers, train, held_out = curve
    low, high = span([*train, *held_out, *(bits for _name, bits in yardsticks)])

    def x(number: float) -> float:
        return LEFT + (WIDTH - LEFT - 8) * number / updates

    def y(bits: float) -> float:
        return 8 + (HEIGHT - BOTTOM - 8) * (high - log10(max(LOWEST, min(bits, HIGHEST)))) / (high - low)

    def line(values: Sequence[float], dash: str) -> str:
        points = " ".join(f"{x(n):.1f},{y(bits):.1f}" for n, bits in zip(numbers, values, strict=True))
        return f'<polyline points="{points}" fill="none" stroke="{palette.blue}" stroke-width="2.5"{dash}/>'

    def words(text: str, left: float, top: float, anchor: str) -> str:
        return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}">{text}</text>'

    def across(bits: float, colour: str, dash: str = "") -> str:
        return f'<path d="M{LEFT} {y(bits):.1f}H{WIDTH - 8}" stroke="{colour}"{dash}/>'

    dashed, dotted = ' stroke-dasharray="6 4"', ' stroke-dasharray="2 4"'
    parts = []
    for tick in (tick for tick in TICKS if low <= log10(tick) <= high):
        parts += [across(tick, palette.grid), words(show(tick, "g"), LEFT - 8, y(tick) + 5, "end")]
    parts += [words("0", LEFT, HEIGHT - 4, "middle"), words(show(updates, ","), WIDTH - 8, HEIGHT - 4, "end")]
    parts += [across(bits, palette.quiet, dashed) for _name, bits in yardsticks]
    parts += [line(train, dotted), line(held_out, "")]
    font = f'font-family="Source Sans, sans-serif" font-size="14" fill="{palette.text}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f"{head} {font}>{''.join(parts)}</svg>"
