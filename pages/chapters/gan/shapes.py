"""The shapes to choose from, each beside a small picture of its own points."""

from __future__ import annotations

from base64 import b64encode
from functools import cache

from models.toys.kinds import GanToy
from pages.basics.language import _
from pages.figures.points import learned_from
from pages.frame import rows, widgets

DOTS = 60
REACH = 1.2  # of the points, from the middle to the edge of a picture


def choose() -> str:
    """Draws the control of the shape and gives the chosen one."""
    row = rows.of("shape")
    return widgets.choose(
        row.name,
        _(row.label),
        row.limit.options,
        row.names,
        help=_(row.help),
        format_func=lambda shape: f"![]({picture(shape)}) {_(row.names[shape])}",
    )


@cache
def picture(shape: str) -> str:
    """As the address of an SVG file."""
    points = learned_from(GanToy(shape=shape))[:DOTS]  # type: ignore[arg-type]
    dots = "".join(f'<circle cx="{x:.2f}" cy="{-y:.2f}" r=".09"/>' for x, y in points)
    size = 2 * REACH
    box = f"{-REACH} {-REACH} {size} {size}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="#7a4bc4">{dots}</svg>'
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
