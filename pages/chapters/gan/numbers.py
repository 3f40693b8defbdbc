"""The numbers of a run of the two players that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from dataclasses import replace
from math import log
from typing import Any

import numpy as np
import streamlit as st

from models.engine import Trace
from models.toys.kinds import GanToy, GanToyStep
from pages.basics import memo
from pages.chapters.gan import divergence
from pages.chapters.gan.film import sentence, steps_of
from pages.chapters.gan.layers import reached
from pages.figures.points import learned_from
from pages.frame import running

TOGETHER, ALONE = 150, 300  # rounds, and then turns of the generator alone
FEW, MOST = 1 / 3, 2 / 3  # of the real points


def of(trace: Trace) -> dict[str, Any]:
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    request, steps = trace.request, steps_of(trace)
    assert isinstance(request, GanToy)
    last, real = steps[-1], learned_from(request)
    order = "".join(request.groups())[: last.number]  # of a stopped run, the turns played by then
    x, pull = last.samples[0], last.pull[0]
    strong = np.linalg.norm(last.pull, axis=1)
    apart = divergence.of(request, [last.samples])
    return {
        "rounds": min(order.count("D"), order.count("G")),
        "critic_turns": order.count("D"),
        "generator_turns": order.count("G"),
        "turns": len(order),
        "modes": last.modes,
        "reached": reached(last.samples, real),
        "on_data": reached(real, last.samples),
        "critic_loss": last.critic_loss,
        "generator_loss": last.generator_loss,
        "balance": 2 * log(2),
        "half": log(2),
        "js": max((2 * log(2) - last.critic_loss) / 2, 0.0),
        "grid_js": apart.made[-1],
        "control_low": apart.low,
        "control_high": apart.high,
        "low": float(last.surface.min()),
        "high": float(last.surface.max()),
        "pull": float(strong.mean()),
        "x": float(x[0]),
        "y": float(x[1]),
        "pull_x": float(pull[0]),
        "pull_y": float(pull[1]),
        "generator_rate": request.generator_rate,
        "critic_rate": request.critic_rate,
        "r1": request.r1_weight,
        "seed": request.seed,
        "together": TOGETHER,
        "alone": ALONE,
    }


def alone(request: GanToy) -> tuple[str, dict[str, Any]]:
    """The answer to the prediction: what the generator does to its points when the critic is frozen."""
    trace = running.aside(replace(request, turns=f"{TOGETHER}DG {ALONE}G"))
    if trace is None:
        st.stop()
    real, steps = learned_from(request), steps_of(trace)
    before, after = at(steps, 2 * TOGETHER), steps[-1]
    return answer(reached(after.samples, real)), {
        "before": sentence(request, before, real),
        "after": sentence(request, after, real),
    }


def answer(share: float) -> str:
    """The option that the share of the real points which the generator reaches in the end makes right."""
    return "few" if share < FEW else "most" if share > MOST else "some"


def at(steps: list[GanToyStep], number: int) -> GanToyStep:
    """The step after so many turns."""
    return next(step for step in steps if step.number == number)
