"""Points in the plane and what moves them, frame by frame: surface, mesh, arrows, paths, points, drawn in the browser.

plane(
    [
        Surface(name="critic: real?", frames=surface, low=0, high=1, low_name="fake", high_name="real", signed=True),
        Arrows(name="velocity", places=grid, moves=field, colour="gray"),
        Paths(name="paths", frames=path, colour="gray"),
        Points(name="data", frames=data, colour="gray", hollow=True),
        Points(name="samples", frames=path, colour="orange"),
    ],
    ["step 0 of 20", …], ["noise: 256 points around the middle", …], key="flow", label="…", reach=2.2,
)
Layers lie in the order given. Arrays of one frame stand still; all others have one frame for each value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from models.engine.translation import N_
from pages.figures.components.define import define, packed, translated
from pages.figures.components.player import TEXTS

_mount = define("plane")
Floats = NDArray[np.floating]
Colour = Literal["blue", "green", "violet", "orange", "red", "gray"]
MOST_DRAWN = 500  # points by hand
_TEXTS = {**TEXTS, "draw": N_("Draw points by hand"), "done": N_("Done"), "clear": N_("Clear the points")}


@dataclass(frozen=True, kw_only=True)
class Points:
    name: str
    frames: Floats  # (frame, n, 2), or (n, 2) for points that do not move
    colour: Colour
    hollow: bool = False  # rings: what is only compared with


@dataclass(frozen=True, kw_only=True)
class Arrows:
    name: str
    places: Floats  # (frame, n, 2) or (n, 2)
    moves: Floats  # the same; each arrow leads from its place to place + move
    colour: Colour


@dataclass(frozen=True, kw_only=True)
class Paths:
    """The way of each point from the first frame to the one shown."""

    name: str
    frames: Floats  # (frame, n, 2)
    colour: Colour


@dataclass(frozen=True, kw_only=True)
class Mesh:
    """A net of lines through places in rows and columns, as a grid bends."""

    name: str
    frames: Floats  # (frame, rows, columns, 2)
    colour: Colour


@dataclass(frozen=True, kw_only=True)
class Surface:
    """Values over the whole plane, clipped to low … high. Signed: blue–white–red around the middle; else one hue."""

    name: str
    frames: Floats  # (frame, rows, columns) or (rows, columns); rows y and columns x, both rising, from −reach to reach
    low: float
    high: float
    low_name: str
    high_name: str
    signed: bool = False
    colour: Colour = "blue"
    reach: float | None = None  # of the values, where it isn't the plane's


Layer = Points | Arrows | Paths | Mesh | Surface


def plane(
    layers: Sequence[Layer],
    values: Sequence[str],
    captions: Sequence[str],
    *,
    key: str,
    label: str,
    reach: float = 1.2,
    at: int = 0,
    autoplay: bool = False,
    per_second: float = 8,
    frame_name: str = N_("Step"),
    on_show: Callable[[int], None] | None = None,
    on_draw: Callable[[list[tuple[float, float]]], None] | None = None,
) -> None:
    """Draws the layers at one frame, from −reach to reach both ways, with the slider and buttons of a film.

    values: one line for each frame, shown above the slider; captions: the same frame in words for those who can't see
    it. `at`, `autoplay` and `on_show` are those of picture_film. With `on_draw` the visitor may draw points by hand:
    it gets all of them, rounded to hundredths, when the visitor is done; [] when they are cleared.
    """
    count = len(values)
    if not count or len(captions) != count:
        raise ValueError(f"{count} values and {len(captions)} captions: a plane has one of each for each frame.")

    def shown() -> None:
        frame: Any = st.session_state[key].shown
        if on_show and type(frame) is int and 0 <= frame < count:
            on_show(frame)

    def drawn() -> None:
        if on_draw:
            on_draw(hand_drawn(st.session_state[key].drawn, reach))

    heads, bodies = [], []
    for layer in layers:
        head, arrays = _layer(layer, count)
        heads.append({**head, "bodies": len(arrays)})
        bodies += arrays
    data = {
        "label": label,
        "layers": heads,
        "values": list(values),
        "captions": list(captions),
        "reach": reach,
        "at": max(0, min(count - 1, at + count if at < 0 else at)),
        "autoplay": autoplay,
        "per_second": per_second,
        "tells": on_show is not None,
        "draws": on_draw is not None,
        "most": MOST_DRAWN,
        "texts": {**translated(_TEXTS), **translated({"frame": frame_name})},
    }
    _mount(key=key, data=packed(data, *bodies), on_shown_change=shown, on_drawn_change=drawn)


def hand_drawn(sent: Any, reach: float) -> list[tuple[float, float]]:
    """What a browser sends for drawn points: whole hundredths, x and y in turn. Anything else is left out."""
    numbers = [n for n in sent if type(n) is int] if isinstance(sent, list) else []
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))[:MOST_DRAWN]
    return [(x / 100, y / 100) for x, y in pairs if max(abs(x), abs(y)) <= 100 * reach]


def _layer(layer: Layer, count: int) -> tuple[dict[str, Any], list[NDArray[Any]]]:
    """What the browser is sent of a layer, and its arrays: float32, of a surface uint8 from low to high."""
    head: dict[str, Any] = {"kind": type(layer).__name__.lower(), "name": layer.name, "colour": layer.colour}
    if isinstance(layer, Arrows):
        places, moves = _frames(layer.places, count), _frames(layer.moves, count)
        return {**head, "n": places.shape[1]}, [places, moves]
    if isinstance(layer, Surface):
        frames = _frames(layer.frames, count)
        share = np.clip((frames - layer.low) / (layer.high - layer.low), 0, 1)
        names = {"low_name": layer.low_name, "high_name": layer.high_name, "signed": layer.signed}
        shape = {"rows": frames.shape[1], "columns": frames.shape[2], "reach": layer.reach}
        return {**head, **names, **shape}, [np.rint(255 * share).astype(np.uint8)]
    if isinstance(layer, Mesh):
        rows, columns = layer.frames.shape[1:3]
        frames = _frames(layer.frames.reshape(len(layer.frames), rows * columns, 2), count)
        return {**head, "n": rows * columns, "rows": rows, "columns": columns}, [frames]
    more = {"hollow": layer.hollow} if isinstance(layer, Points) else {}
    frames = _frames(layer.frames, count)
    return {**head, **more, "n": frames.shape[1]}, [frames]


def _frames(array: Floats, count: int) -> NDArray[np.float32]:
    """(frame, …) float32. Raises ValueError for numbers that cannot be drawn or a wrong count of frames."""
    frames = np.asarray(array, np.float32)
    frames = frames[None] if frames.ndim == 2 else frames
    if frames.ndim != 3 or len(frames) not in (1, count):
        raise ValueError(f"An array of shape {frames.shape} is not one frame or {count} frames of a plane.")
    if not np.isfinite(frames).all():
        raise ValueError("A plane shows finite numbers only.")
    return frames
