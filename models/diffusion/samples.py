"""Several pictures of diffusion without words."""

from __future__ import annotations

import time
from collections.abc import Iterator

import torch

from models.classifier import sample_steps
from models.classifier.kinds import SEEDS
from models.diffusion.denoise import decode, denoise
from models.diffusion.kinds import Denoise, DiffusionSamples, OnTheWayStep
from models.diffusion.model import Model
from models.engine.steps import Step


@torch.no_grad()
def samples(model: Model, request: DiffusionSamples) -> Iterator[Step]:
    """The pictures that Denoise gives, one after the other; time while other runs have their turn is not counted."""
    for i in range(request.count):
        run = denoise(
            model,
            Denoise(
                num_inference_steps=request.num_inference_steps,
                scheduler=request.scheduler,
                seed=(request.seed + i) % SEEDS,
                film=False,
            ),
        )
        seconds = 0.0
        for _ in range(1 + request.num_inference_steps):  # the prompt, then the steps; this decodes by itself
            began = time.perf_counter()
            made = next(run)
            seconds += time.perf_counter() - began
            yield OnTheWayStep(passes=made.passes)
        run.close()
        began = time.perf_counter()
        picture = decode(model.pipe, torch.from_numpy(made.prev_sample)[None])
        seconds += time.perf_counter() - began
        yield sample_steps.step(model.classifier, picture, passes=1, milliseconds=1000 * seconds)
