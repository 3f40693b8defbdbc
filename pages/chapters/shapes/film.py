"""The cloud out of noise: a film of its steps, and the numbers of the run that the lesson's sentences name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from models.engine import Trace
from models.shapes.kinds import CloudStep, Shape, percent
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.shapes.controls import NAMES, SIZE_NAMES
from pages.figures.components.cloud import Cloud, cloud
from pages.frame import controls
from pages.frame.export import Table
from pages.frame.frame import Frame


def steps_of(trace: Trace) -> list[CloudStep]:
    """The noise first, then the cloud after each step."""
    return [step for step in trace.steps if isinstance(step, CloudStep)]


def asked(trace: Trace) -> Shape:
    assert isinstance(trace.request, Shape)
    return trace.request


def left(trace: Trace) -> list[float]:
    """After each step, how far a point is from where it ends, on average; in half extents of a shape."""
    end = steps_of(trace)[-1].points
    return [float(np.linalg.norm(step.points - end, axis=1).mean()) for step in steps_of(trace)]


def draw(page: Frame, trace: Trace) -> None:
    steps, request = steps_of(trace), asked(trace)
    distances = memo.of(trace, "left", lambda: left(trace))
    total = len(steps) - 1
    value = _("step {n} of {total} · a point is {far} from its end, on average")
    values = [value.format(n=n, total=total, far=show(far, ".2f")) for n, far in enumerate(distances)]
    label = _("From noise to a shape: {shape}").format(shape=_(NAMES[request.shape]))
    at = min(int(controls.keep("at")), total)
    cloud(
        [Cloud(name=_("height"), frames=np.stack([step.points for step in steps]), colour="height")],
        values,
        [f"{label}: {value}" for value in values],
        key="film",
        label=label,
        at=at,
        autoplay=page.shows(request) and controls.value("at") == controls.default("at"),
        on_show=lambda frame: controls.put(at=frame if frame < total else controls.default("at")),
    )
    st.markdown(f":small[{said_of_size(trace)}]")


def said_of_size(trace: Trace) -> str:
    """What was asked for, and what is found in the points."""
    values = numbers(trace)
    text = _("Asked for: {asked:.0f} % ({what}). Measured in the points: {found:.1f} %.")
    return fill(text, {"asked": values["asked"], "what": values["what"], "found": values["found"]})


def numbers(trace: Trace) -> dict[str, Any]:
    request, steps = asked(trace), steps_of(trace)
    wanted, distances = percent(request.shape, request.size), memo.of(trace, "left", lambda: left(trace))
    half = next(n for n, far in enumerate(distances) if far <= distances[0] / 2)
    first = steps[0].points[0], steps[-1].points[0]
    return {
        "shape": _(NAMES[request.shape]),
        "what": _(SIZE_NAMES[request.shape]),
        "points": request.points,
        "steps": request.num_inference_steps,
        "seed": request.seed,
        "asked": wanted,
        "found": steps[-1].measured,
        "off": abs(steps[-1].measured - wanted),
        "far": distances[0],
        "half": half,
        "code1": float(steps[-1].latents[0]),
        "code2": float(steps[-1].latents[1]),
        "step": 1 / request.num_inference_steps,
        **{f"{name}{i}": float(v) for i, point in enumerate(first) for name, v in zip("xyz", point, strict=True)},
    }


def moved(first: np.ndarray, second: np.ndarray) -> int:
    """How many points (n, 3) of the second set are not in the first, to the last bit."""
    known = {point.tobytes() for point in first}
    return sum(point.tobytes() not in known for point in second)


def answer(count: int, points: int) -> str:
    return "none" if count == 0 else "some" if count <= points / 2 else "most"


def other_order(page: Frame, trace: Trace) -> tuple[str, Mapping[str, Any]]:
    """The prediction's answer: the same noise in another order."""
    request = asked(trace)
    other = steps_of(page.run(replace(request, shuffled=not request.shuffled)))[-1].points
    own = steps_of(trace)[-1].points
    count = moved(own, other)
    return answer(count, len(own)), {"moved": count, "places": int((own != other).any(1).sum())}


def table(trace: Trace) -> Table:
    end = steps_of(trace)[-1].points
    return {
        _("point"): list(range(1, len(end) + 1)),
        **{name: [round(float(v), 4) for v in end[:, i]] for i, name in enumerate("xyz")},
    }
