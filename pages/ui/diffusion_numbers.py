"""The numbers of a run that the lesson's sentences name, and the answer to its prediction."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.engine import Trace
from models.engine.image_requests import Denoise
from pages.ui import diffusion_film
from pages.ui.diffusion_controls import SCHEDULERS
from pages.ui.diffusion_film import difference, final, frames, preview

FINISHED = 0.02  # of full scale: nearer to the end than that, a prediction counts as finished


def sharpness(picture: np.ndarray) -> float:
    """Mean absolute difference of neighbouring pixels of a picture (uint8), as a share of full scale."""
    p = picture.astype(float) / 255
    return float((np.abs(np.diff(p, axis=0)).mean() + np.abs(np.diff(p, axis=1)).mean()) / 2)


def first_look(trace: Trace) -> str:
    """What the prediction after the very first step is: the finished picture, a blurred one, or as rough as noise."""
    first, end = preview(frames(trace.steps)[0]), final(trace)
    if difference(first, end) < FINISHED:
        return "finished"
    return "noise" if sharpness(first) > 1.5 * sharpness(end) else "blurred"


def of(trace: Trace) -> dict[str, Any]:
    request, steps, end = trace.request, frames(trace.steps), final(trace)
    assert isinstance(request, Denoise)
    away = [difference(preview(step), end) for step in steps]
    first, middle = steps[0], steps[len(steps) // 2]
    near = next(i for i, a in enumerate(away, 1) if a < FINISHED or i == len(steps))
    moved = diffusion_film.changes(trace) or [0.0]
    return {
        "n": len(steps), "seed": request.seed, "eta": request.eta, "scheduler": SCHEDULERS[request.scheduler],
        "first_signal": first.alpha_cumprod, "first_away": away[0], "near": near, "near_away": away[near - 1],
        "near_noise": 1 - steps[near - 1].alpha_cumprod, "finished": FINISHED,
        "first_sharp": sharpness(preview(first)) / sharpness(end), "largest": int(np.argmax(moved)) + 2,
        "largest_moved": max(moved), "last_moved": moved[-1], "numbers": first.latents.size,
        "i": len(steps) // 2 + 1, "t": middle.timestep, "alpha": middle.alpha_cumprod,
        "signal": middle.alpha_cumprod**0.5, "noise": (1 - middle.alpha_cumprod) ** 0.5,
        "db": diffusion_film.decibels(middle.alpha_cumprod),
        "x_t": float(middle.latents[0, 8, 8]), "eps": float(middle.noise_pred[0, 8, 8]),
        "x_0": float(middle.pred_original_sample[0, 8, 8]), "passes": len(steps),
        "next_alpha": steps[len(steps) // 2 + 1].alpha_cumprod if len(steps) > len(steps) // 2 + 1 else 1.0,
        "x_next": float(middle.prev_sample[0, 8, 8]),
    }  # fmt: skip
