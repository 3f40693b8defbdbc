"""Diffusion without pictures: points of noise follow learned arrows to a shape, which the visitor may draw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from models.engine import Step, Trace
from models.toys.kinds import FlowToy, ToyStep
from pages.basics import memo
from pages.basics.language import _
from pages.figures import drawn_points
from pages.figures.components.plane import Arrows, Floats, Layer, Paths, Points, plane
from pages.figures.points import learned_from, near
from pages.frame import controls, export, running
from pages.frame.frame import Frame

REACH = 2.2  # noise reaches beyond the shapes, which lie within 1.2
GRID = np.stack(np.meshgrid(*[np.linspace(-REACH, REACH, 12)] * 2), -1).reshape(-1, 2)  # where the field is read
CLOSE = 0.15  # a sample lies at the shape where a point of the data lies this near
ARROW = 0.12  # of a step's velocity: long enough to see, short enough to keep apart


def draw(page: Frame, shape: str, seed: int) -> None:
    points = drawn_points.read(controls.keep("points"))
    if points:
        learned_from_yours = _("Learned from your {n|point|points}.").format(n=len(points))
        st.button(
            f"{learned_from_yours} {_('Back to the shape')}",
            on_click=controls.put,
            kwargs={"points": ""},
            icon=":material/undo:",
        )
    request = page.ask(FlowToy, shape=shape, drawn=points, seed=seed)
    st.markdown(
        _(
            "No picture here: each point is two numbers. It starts as noise and follows the arrows, which the network "
            "learned from the ringed points. It learned on straight lines from noise to data (flow matching)."
        )
    )
    bar = st.empty()

    def learned(steps: Sequence[Step]) -> None:
        step = steps[-1]
        assert isinstance(step, ToyStep)
        progress = _("Learning: {n} of {total} rounds").format(n=step.number, total=request.steps)
        bar.progress(step.number / request.steps, progress)

    trace = running.aside(request, learned)
    bar.empty()
    if trace is None:
        return
    flow, learning = st.columns(2, gap="medium")
    data = memo.of(trace, "data", lambda: learned_from(request))
    with flow:
        st.markdown(f"**{_('From noise to the shape')}**")
        _flow(trace, data)
    with learning:
        st.markdown(f"**{_('While it learned')}**")
        _learning(trace, data)
    st.markdown(f":small[{export.cost(trace)}]")
    page.table(
        {
            _("round"): [s.number for s in _steps(trace)],
            _("loss (squared error)"): [round(s.loss, 4) for s in _steps(trace)],
            _("points near the shape (%)"): [round(100 * at_shape(s.samples, data), 1) for s in _steps(trace)],
        }
    )


def _steps(trace: Trace) -> list[ToyStep]:
    return [step for step in trace.steps if isinstance(step, ToyStep)]


def at_shape(samples: Floats, data: Floats) -> float:
    """The share of samples (n, 2) that lie at the shape of the data."""
    return near(samples, data, CLOSE)


def _flow(trace: Trace, data: Floats) -> None:
    last: ToyStep = trace.last
    assert last.paths is not None and last.field is not None
    count = len(last.paths) - 1
    field = np.concatenate([last.field, last.field[-1:]]).reshape(count + 1, -1, 2)
    shares = [at_shape(frame, data) for frame in last.paths]
    layers: list[Layer] = [
        Arrows(name=_("arrows it learned"), places=GRID, moves=ARROW * field, colour="gray"),
        Paths(name=_("way so far"), frames=last.paths, colour="orange"),
        Points(name=_("the shape"), frames=data, colour="blue", hollow=True),
        Points(name=_("points on their way"), frames=last.paths, colour="orange"),
    ]
    plane(
        layers,
        [
            _("step {i} of {n}: {share:.0f} % at the shape").format(i=i, n=count, share=100 * s)
            for i, s in enumerate(shares)
        ],
        [
            _("256 points after step {i} of {n}; {share:.0f} % lie at the shape").format(i=i, n=count, share=100 * s)
            for i, s in enumerate(shares)
        ],
        key="flow",
        label=_("Points on their way from noise to the shape"),
        reach=REACH,
        autoplay=True,
        on_draw=lambda drawn: controls.put(points=drawn_points.write(drawn)),
    )


def _learning(trace: Trace, data: Floats) -> None:
    steps = _steps(trace)
    shares = [at_shape(s.samples, data) for s in steps]
    layers: list[Layer] = [
        Points(name=_("the shape"), frames=data, colour="blue", hollow=True),
        Points(name=_("where the points end"), frames=np.stack([s.samples for s in steps]), colour="orange"),
    ]
    plane(
        layers,
        [
            _("round {n}: loss {loss:.2f}, {share:.0f} % at the shape").format(
                n=s.number, loss=s.loss, share=100 * share
            )
            for s, share in zip(steps, shares, strict=True)
        ],
        [
            _("where 256 points end after {n|round|rounds} of learning; {share:.0f} % lie at the shape").format(
                n=s.number, share=100 * share
            )
            for s, share in zip(steps, shares, strict=True)
        ],
        key="learning",
        label=_("Where the points end while the network learns"),
        reach=REACH,
        at=-1,
        frame_name=_("Round"),
    )
