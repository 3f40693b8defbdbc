"""The denoiser laid open: what each of its blocks gives at each step, and the picture with one part of it off.

The steps are those of models/diffusion/denoise.py without its film; with nothing off, the picture is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from torch import nn

from models.classifier.infer import reading
from models.classifier.kinds import PictureStep
from models.diffusion.denoise import condition, decode, pipe_arguments
from models.diffusion.kinds import BlockStep, OnTheWayStep, OpenDenoiser, TextToImage
from models.diffusion.model import Model
from models.diffusion.net import build_scheduler, set_timesteps
from models.engine.steps import Step

SHOWN = 4  # channels of a block


def blocks(unet: UNet2DConditionModel) -> dict[str, nn.Module]:
    """The parts of the network in the order in which they run."""
    down = {f"down-{i}": block for i, block in enumerate(unet.down_blocks)}
    up = {f"up-{i}": block for i, block in enumerate(unet.up_blocks)}
    return {"in": unet.conv_in, **down, "middle": unet.mid_block, **up, "out": unet.conv_out}


@torch.no_grad()
def open_denoiser(model: Model, request: OpenDenoiser) -> Iterator[Step]:
    pipe, scheduler = model.pipe, build_scheduler("dpm++")
    prompt_step, embeds = condition(pipe, TextToImage(prompt=request.prompt))
    yield prompt_step
    generator = torch.Generator().manual_seed(request.seed)
    set_timesteps(scheduler, request.num_inference_steps)
    size = pipe.unet.config.sample_size
    latents = torch.randn((1, 4, size, size), generator=generator) * scheduler.init_noise_sigma
    extra = pipe_arguments(scheduler, generator, 0.0)
    shown: dict[str, torch.Tensor] = {}
    for i, t in enumerate(scheduler.timesteps, 1):
        inputs = scheduler.scale_model_input(torch.cat([latents] * 2), t)
        seen: dict[str, torch.Tensor] = {}
        with watched(pipe.unet, seen), switched_off(pipe.unet, request.off):
            v = pipe.unet(inputs, t, encoder_hidden_states=embeds, return_dict=False)[0]
        v_uncond, v_text = v.chunk(2)
        guided = v_uncond + request.guidance_scale * (v_text - v_uncond)
        latents = scheduler.step(guided, t, latents, **extra, return_dict=False)[0]
        if request.off:
            yield OnTheWayStep(passes=2)
            continue
        for name, values in seen.items():
            which = shown.setdefault(name, values.var((1, 2)).argsort(descending=True)[:SHOWN])
            yield BlockStep(
                passes=2 if name == "out" else 0,
                step=i,
                block=name,
                words="CrossAttn" in type(blocks(pipe.unet)[name]).__name__,
                channels=len(values),
                shown=which.numpy(),
                maps=values[which].numpy(),
            )
    picture = decode(pipe, latents)
    values, probs = reading(model.classifier, picture)
    yield PictureStep(passes=1, picture=picture, latents=latents[0].numpy(), read_values=values, read_probs=probs)


@contextmanager
def watched(unet: UNet2DConditionModel, seen: dict[str, torch.Tensor]) -> Iterator[None]:
    """Puts what each block gives for the prompt, (channels, side, side), into `seen`."""

    def hook(name: str) -> Any:
        def keep(_block: nn.Module, _inputs: Any, output: Any) -> None:
            whole = output[0] if isinstance(output, tuple) else output  # a down block also gives what it skips ahead
            seen[name] = whole[-1].clone()

        return keep

    with ExitStack() as hooks:
        for name, block in blocks(unet).items():
            hooks.callback(block.register_forward_hook(hook(name)).remove)
        yield


@contextmanager
def switched_off(unet: UNet2DConditionModel, off: str) -> Iterator[None]:
    with ExitStack() as hooks:
        if off == "middle":
            hooks.callback(unet.mid_block.register_forward_hook(lambda _b, inputs, _o: inputs[0]).remove)
        elif off:
            block = unet.up_blocks[int(off.removeprefix("skip-"))]
            hooks.callback(block.register_forward_pre_hook(_without_skips, with_kwargs=True).remove)
        yield


def _without_skips(_block: nn.Module, inputs: Any, named: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    return inputs, named | {"res_hidden_states_tuple": tuple(map(torch.zeros_like, named["res_hidden_states_tuple"]))}
