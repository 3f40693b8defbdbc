"""The two players on the plane: real and generated points, the critic's map, its pull, the bent grid, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from models.engine import Trace
from models.engine.translation import N_
from models.toys.kinds import GanToy, GanToyStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.gan import charts, divergence, live_picture
from pages.chapters.gan import turns as gan_turns
from pages.chapters.gan.divergence import Divergences
from pages.chapters.gan.layers import REACH, half_width, layers, reached
from pages.figures import drawn_points
from pages.figures.components.plane import Floats, plane
from pages.figures.points import learned_from
from pages.frame import controls
from pages.frame.export import Table
from pages.frame.frame import Frame

LAYERS = ("surface", "pull", "mesh")  # that can be switched
NEWEST, OLDER = 60, 60  # frames of a film; where a run has more, older ones are left out evenly


def steps_of(trace: Trace) -> list[GanToyStep]:
    return [step for step in trace.steps if isinstance(step, GanToyStep)]


def shown(steps: Sequence[GanToyStep]) -> list[GanToyStep]:
    older, newest = list(steps[:-NEWEST]), list(steps[-NEWEST:])
    if len(older) > OLDER:
        older = [older[i] for i in np.linspace(0, len(older) - 1, OLDER).astype(int)]
    return older + newest


def counts_spots(request: GanToy) -> bool:
    return request.shape == "gaussians" and not request.drawn


def sentence(request: GanToy, step: GanToyStep, real: Floats) -> str:
    if counts_spots(request):
        return _("{n} of 8 spots reached").format(n=step.modes)
    return _("{share} of the real points reached").format(share=show(reached(step.samples, real), ".0%"))


def run(page: Frame, request: GanToy) -> Trace:
    """The trace of the request, drawn as it is trained."""
    real, total = learned_from(request), sum(map(len, request.groups()))

    def draw(steps: Sequence[GanToyStep]) -> None:
        step = steps[-1]
        turn = _("Turn {n} of {total}").format(n=step.number, total=total)
        st.progress(step.number / total, f"{turn} · {sentence(request, step, real)}")
        with st.columns((11, 9), gap="medium")[0]:  # where the film will stand
            picture = live_picture.picture(step, real, half_width(steps), theme.palette())
            st.image(picture, width="stretch", alt=turn)

    return page.watch(request, draw, GanToyStep, planned=total, becomes=_played, count=lambda steps: steps[-1].number)


def _played(stopped: Trace) -> dict[str, str]:
    """The turns played by then are the experiment, so that its link shows the same."""
    assert isinstance(stopped.request, GanToy)
    return {"turns": gan_turns.cut(stopped.request.turns, stopped.last.number)}


def draw(page: Frame, trace: Trace) -> None:
    """The film and the losses beside it."""
    steps = memo.of(trace, "shown", lambda: shown(steps_of(trace)))
    at = min(int(controls.keep("at")), len(steps))
    film, losses = st.columns((11, 9), gap="medium")
    with film:
        _film(page, trace, steps, at)
        with st.container(horizontal=True, gap="medium"):
            for name in LAYERS:
                controls.draw(name)
    with losses:
        _losses(page, trace, steps, at)


def _film(page: Frame, trace: Trace, steps: Sequence[GanToyStep], at: int) -> None:
    """It plays by itself when the page is opened without a frame's number."""
    request = trace.request
    assert isinstance(request, GanToy)
    real = memo.of(trace, "real", lambda: learned_from(request))
    turn = _("turn {n} · {reached}")
    values = memo.of(
        trace, "values", lambda: [turn.format(n=show(s.number, ","), reached=sentence(request, s, real)) for s in steps]
    )
    plane(
        layers(steps, real, *(bool(controls.value(name)) for name in LAYERS)),
        values,
        values,
        key="players",
        label=_("Two players in the plane"),
        reach=REACH,
        at=at - 1,
        autoplay=page.shows(request) and controls.value("at") == controls.default("at"),
        per_second=5,
        frame_name=N_("Turn"),
        on_show=lambda frame: controls.put(at=frame + 1 if frame + 1 < len(steps) else controls.default("at")),
        on_draw=lambda drawn: controls.put(points=drawn_points.write(drawn)),
    )


def _losses(page: Frame, trace: Trace, steps: Sequence[GanToyStep], at: int) -> None:
    page.figure(
        charts.game(
            [s.number for s in steps],
            [s.critic_loss for s in steps],
            [s.generator_loss for s in steps],
            [100 * share for share in shares(trace)],
            divergences(trace),
            steps[at - 1].number,
            theme.palette(),
        ),
        "game",
        alt=_("Both losses over the turns, how many of the real points are reached, and the divergence."),
    )
    note = _(
        "Dotted: the losses where the critic gives 1/2 to everything. JS: divergence from the real points; grey: of "
        "other real points."
    )
    st.markdown(f":small[{note}]")


def shares(trace: Trace) -> list[float]:
    """For each frame of the film, the share of real points reached."""
    request = trace.request
    assert isinstance(request, GanToy)
    real = learned_from(request)
    return memo.of(trace, "shares", lambda: [reached(s.samples, real) for s in shown(steps_of(trace))])


def divergences(trace: Trace) -> Divergences:
    """Of the frames of the film."""
    request = trace.request
    assert isinstance(request, GanToy)
    return memo.of(trace, "divergences", lambda: divergence.of(request, [s.samples for s in shown(steps_of(trace))]))


def table(trace: Trace) -> Table:
    steps = shown(steps_of(trace))
    return {
        _("turn"): [s.number for s in steps],
        _("critic's loss (nats)"): [round(s.critic_loss, 4) for s in steps],
        _("generator's loss (nats)"): [round(s.generator_loss, 4) for s in steps],
        _("real points reached (%)"): [round(100 * share, 1) for share in shares(trace)],
        _("Jensen–Shannon divergence (nats)"): [round(nats, 4) for nats in divergences(trace).made],
        _("spots reached, of 8"): [s.modes for s in steps],
    }
