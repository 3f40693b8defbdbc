"""Points drawn by hand, as a word for the address: whole hundredths, "50,-20 3,7"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.engine.errors import InvalidRequest
from models.engine.translation import N_

Drawn = tuple[tuple[float, float], ...]
MOST, REACH = 500, 150  # points; hundredths
_PAIR = re.compile(r"-?[0-9]{1,3},-?[0-9]{1,3}")


def read(text: str) -> Drawn:
    """Raises InvalidRequest if the text is not a list of points within the limits."""
    words = text.split()
    if not all(_PAIR.fullmatch(word) for word in words):
        raise InvalidRequest(N_("Points are written as pairs of hundredths, for example 50,-20 3,7."))
    pairs = [tuple(int(n) for n in word.split(",")) for word in words]
    if len(pairs) > MOST or any(abs(n) > REACH for pair in pairs for n in pair):
        raise InvalidRequest(
            N_("At most {most} points can be drawn, each between −{reach} and {reach} hundredths."),
            most=MOST,
            reach=REACH,
        )
    return tuple((x / 100, y / 100) for x, y in pairs)


def write(points: Sequence[tuple[float, float]]) -> str:
    """Points too far out to learn from are left out."""
    pairs = [(round(100 * x), round(100 * y)) for x, y in points]
    return " ".join(f"{x},{y}" for x, y in pairs if max(abs(x), abs(y)) <= REACH)
