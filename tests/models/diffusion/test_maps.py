"""Cross-attention maps against a plain pipeline with hooks on its queries and keys."""

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline

from models.diffusion import infer
from models.diffusion.kinds import DenoiseStep, TextToImage
from models.diffusion.net import PIPELINE, build_scheduler
from models.engine.asking import steps_of
from tests.arrays import assert_allclose

PROMPT = "a person with a red hat"


@pytest.fixture(scope="module")
def hooked():
    """Attention weights of the prompt's half, one list of layers for each step, computed from hooked q and k."""
    pipe = StableDiffusionPipeline.from_pretrained(PIPELINE, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = build_scheduler("dpm++")
    steps, queries = [], {}

    def keep_query(module, args, output):
        queries[module] = output

    def keep_step(module, args):
        steps.append([])

    pipe.unet.register_forward_pre_hook(keep_step)
    for name, module in pipe.unet.named_modules():
        if name.endswith("attn2"):

            def keep_weights(_module, args, key, attn=module):
                q, k = (x[-1].unflatten(-1, (attn.heads, -1)).transpose(0, 1) for x in (queries[attn.to_q], key))
                weights = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1)  # (heads, places, 48)
                steps[-1].append(weights.numpy())

            module.to_q.register_forward_hook(keep_query)
            module.to_k.register_forward_hook(keep_weights)
    pipe(PROMPT, num_inference_steps=2, guidance_scale=4.0, generator=torch.Generator().manual_seed(1))
    return steps


@pytest.fixture(scope="module")
def ours():
    model = infer.load(lambda template, **values: None)
    request = TextToImage(prompt=PROMPT, num_inference_steps=2, seed=1, film=False, attention_maps=True)
    return [step for step in steps_of(infer, model, request) if isinstance(step, DenoiseStep)]


def test_maps_are_those_of_a_hooked_plain_pipeline(hooked, ours):
    assert len(hooked) == len(ours) == 2
    for layers, step in zip(hooked, ours, strict=True):
        assert len(layers) == step.cross_attention.shape[0] == 7
        for weights, maps in zip(layers, step.cross_attention, strict=True):
            side, tokens = int(weights.shape[1] ** 0.5), maps.shape[-1]
            plain = weights[..., :tokens].reshape(-1, side, side, tokens)
            plain = plain.repeat(16 // side, 1).repeat(16 // side, 2)
            assert_allclose(maps.astype(np.float32), plain, atol=1e-3)


def test_a_place_shares_out_all_its_attention_over_the_48_tokens_and_none_is_negative(hooked, ours):
    for layers, step in zip(hooked, ours, strict=True):
        for weights in layers:
            assert_allclose(weights.sum(-1), 1, atol=1e-5)
        shown = step.cross_attention.astype(np.float32)
        assert shown.min() >= 0
        for weights, shares in zip(layers, shown.sum(-1), strict=True):  # what is not shown lies on padding
            side = int(weights.shape[1] ** 0.5)
            padding = weights[..., shown.shape[-1] :].sum(-1).reshape(-1, side, side)
            assert_allclose(shares + padding.repeat(16 // side, 1).repeat(16 // side, 2), 1, atol=5e-3)
