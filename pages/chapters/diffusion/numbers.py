"""The numbers of a run that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.diffusion.kinds import Denoise
from models.engine import Trace
from pages.basics import memo
from pages.chapters.diffusion import film
from pages.chapters.diffusion.controls import SCHEDULERS
from pages.chapters.diffusion.film import difference, final, frames, preview
from pages.frame.frame import Frame

FINISHED = 0.02  # of full scale: nearer to the end than that, a prediction counts as finished


def answer(apart: float, away: float) -> str:
    """How far two seeds' first predictions are apart, measured by how far one of them is from its own end."""
    return "average" if apart < away / 2 else "own" if apart <= away else "farther"


def first_look(page: Frame, trace: Trace) -> tuple[str, dict[str, Any]]:
    """The prediction's answer, from one step of another seed: every run starts at the same timestep."""
    request, first = trace.request, preview(frames(trace.steps)[0])
    assert isinstance(request, Denoise)
    other = page.run(
        replace(request, seed=request.seed + 1 if request.seed == 0 else 0, num_inference_steps=1, eta=0.0)
    )
    apart = difference(first, preview(frames(other.steps)[0]))
    away = difference(first, final(trace))
    assert isinstance(other.request, Denoise)
    return answer(apart, away), {"other": other.request.seed, "apart": apart}


def of(trace: Trace) -> dict[str, Any]:
    return memo.of(trace, "numbers", lambda: _measured(trace))


def _measured(trace: Trace) -> dict[str, Any]:
    request, steps, end = trace.request, frames(trace.steps), final(trace)
    assert isinstance(request, Denoise)
    away = [difference(preview(step), end) for step in steps]
    first, middle = steps[0], steps[len(steps) // 2]
    after = steps[len(steps) // 2 + 1 :]
    near = next(i for i, a in enumerate(away, 1) if a < FINISHED or i == len(steps))
    return {
        "n": len(steps),
        "seed": request.seed,
        "eta": request.eta,
        "scheduler": SCHEDULERS[request.scheduler],
        "first_signal": first.alpha_cumprod,
        "first_away": away[0],
        "near": near,
        "near_away": away[near - 1],
        "near_noise": 1 - steps[near - 1].alpha_cumprod,
        "finished": FINISHED,
        "numbers": first.latents.size,
        "i": len(steps) // 2 + 1,
        "t": middle.timestep,
        "alpha": middle.alpha_cumprod,
        "signal": middle.alpha_cumprod**0.5,
        "noise": (1 - middle.alpha_cumprod) ** 0.5,
        "db": film.decibels(middle.alpha_cumprod),
        "x_t": float(middle.latents[0, 8, 8]),
        "eps": float(middle.noise_pred[0, 8, 8]),
        "x_0": float(middle.pred_original_sample[0, 8, 8]),
        "passes": len(steps),
        "next_alpha": after[0].alpha_cumprod if after else 1.0,
        # As the next step sees it: Euler keeps `prev_sample` in a scale of its own, which ends in that of pictures.
        "x_next": float((after[0].latents if after else middle.prev_sample)[0, 8, 8]),
    }
