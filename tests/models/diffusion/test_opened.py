"""The denoiser laid open: each block is a hook's on a plain diffusers network, and what is off is off there, too."""

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline

from models.classifier.kinds import PictureStep
from models.diffusion import infer
from models.diffusion.kinds import BlockStep, OpenDenoiser, TextToImage
from models.diffusion.net import PIPELINE, build_scheduler
from models.engine.asking import steps_of
from tests.arrays import assert_allclose, assert_array_equal

PROMPT, STEPS = "a person with a red hat", 3


@pytest.fixture(scope="module")
def model():
    return infer.load(lambda template, **values: None)


@pytest.fixture(scope="module")
def plain():
    pipe = StableDiffusionPipeline.from_pretrained(PIPELINE, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = build_scheduler("dpm++")
    return pipe


def opened(model, **fields):
    return list(steps_of(infer, model, OpenDenoiser(prompt=PROMPT, num_inference_steps=STEPS, seed=5, **fields)))


def drawn(plain):
    """The latents in which diffusers' own pipeline ends."""
    generator = torch.Generator().manual_seed(5)
    images = plain(PROMPT, num_inference_steps=STEPS, guidance_scale=4.0, generator=generator, output_type="latent")
    return images.images[0].numpy()


def test_each_block_at_each_step_is_what_a_hook_on_the_plain_pipeline_sees(model, plain):
    unet, seen = plain.unet, []
    modules = [unet.conv_in, *unet.down_blocks, unet.mid_block, *unet.up_blocks, unet.conv_out]

    def keep(_module, _inputs, output):
        seen.append((output[0] if isinstance(output, tuple) else output)[1].numpy().copy())

    hooks = [module.register_forward_hook(keep) for module in modules]
    latents = drawn(plain)
    for hook in hooks:
        hook.remove()
    steps = opened(model)
    blocks = [step for step in steps if isinstance(step, BlockStep)]
    assert len(blocks) == len(seen) == STEPS * len(modules)
    for step, whole in zip(blocks, seen, strict=True):
        assert step.channels == len(whole)
        assert_allclose(step.maps, whole[step.shown], atol=1e-4 * np.ptp(whole), rtol=0)
    first = [whole.var((1, 2)) for whole in seen[: len(modules)]]
    for i, step in enumerate(blocks):
        assert_array_equal(np.sort(step.shown), np.sort(np.argsort(first[i % len(modules)])[-len(step.shown) :]))
    assert_allclose(steps[-1].latents, latents, atol=1e-4 * np.ptp(latents))


def test_looking_changes_nothing(model):
    request = TextToImage(prompt=PROMPT, num_inference_steps=STEPS, seed=5, film=False)
    assert_array_equal(opened(model)[-1].picture, list(steps_of(infer, model, request))[-1].picture)


@pytest.mark.parametrize("off", ["middle", "skip-0", "skip-2"])
def test_what_is_off_is_off_in_the_plain_pipeline_too(model, plain, off, monkeypatch):
    unet = plain.unet
    if off == "middle":
        monkeypatch.setattr(unet.mid_block, "forward", lambda sample, *args, **kwargs: sample)
    else:
        block = unet.up_blocks[int(off[-1])]
        inner = block.forward

        def without(*args, res_hidden_states_tuple, **kwargs):
            return inner(*args, res_hidden_states_tuple=tuple(0 * x for x in res_hidden_states_tuple), **kwargs)

        monkeypatch.setattr(block, "forward", without)
    expected = drawn(plain)
    steps = opened(model, off=off)
    assert not any(isinstance(step, BlockStep) for step in steps) and isinstance(steps[-1], PictureStep)
    assert_allclose(steps[-1].latents, expected, atol=1e-4 * np.ptp(expected))
    assert np.abs(steps[-1].latents - opened(model)[-1].latents).max() > 0.01
