"""A picture by the few-step student: each step jumps to the end of the path, and no step is done twice.

The loop is diffusers' StableDiffusionPipeline's own with LCMScheduler, so the same noise gives the very same latents (a
test compares them).
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

from models.classifier.infer import reading
from models.classifier.kinds import PictureStep
from models.diffusion.denoise import clean_and_noise, condition, decode
from models.diffusion.kinds import DenoiseStep, FewSteps
from models.diffusion.model import Model
from models.diffusion.student import build_few_step_scheduler
from models.engine.steps import Step
from models.vae.coding import between


@torch.no_grad()
def draw(model: Model, request: FewSteps) -> Iterator[Step]:
    pipe, scheduler = model.pipe, build_few_step_scheduler()
    prompt_step, embeds = condition(pipe, request)
    yield prompt_step
    generator = torch.Generator().manual_seed(request.seed)
    scheduler.set_timesteps(request.num_inference_steps)
    latents = first_noise(generator, request)
    for t in scheduler.timesteps:
        v = model.student(latents, t, encoder_hidden_states=embeds, return_dict=False)[0]
        x_t, alpha_cumprod = latents, scheduler.alphas_cumprod[int(t)]
        noise_pred = clean_and_noise(x_t, alpha_cumprod, v)[1]
        latents, pred_original_sample = scheduler.step(v, t, latents, generator=generator, return_dict=False)
        yield DenoiseStep(
            passes=1,
            timestep=int(t),
            alpha_cumprod=float(alpha_cumprod),
            latents=x_t[0].numpy(),
            noise_pred=noise_pred[0].numpy(),
            noise_pred_uncond=None,
            noise_pred_text=None,
            pred_original_sample=pred_original_sample[0].numpy(),
            prev_sample=latents[0].numpy(),
        )
    picture = decode(pipe, latents)
    values, probs = reading(model.classifier, picture)
    yield PictureStep(passes=1, picture=picture, latents=latents[0].numpy(), read_values=values, read_probs=probs)


def first_noise(generator: torch.Generator, request: FewSteps) -> torch.Tensor:
    """(1, 4, 16, 16), of deviation 1. The generator then continues where the first seed's noise ends."""
    noise = torch.randn((1, 4, 16, 16), generator=generator)
    if request.mix == 0:
        return noise
    second = torch.randn(noise.shape, generator=torch.Generator().manual_seed(request.second_seed))
    return between(noise, second, request.mix, "spherical")
