"""What is promised of the shipped weights, on a sample small enough for every run; QUALITY.md has the whole figures."""

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline

from models.classifier.net import load_classifier
from models.diffusion.evaluate import prompts, score
from models.diffusion.net import PIPELINE, SCHEDULERS, build_scheduler, load_pipeline
from models.diffusion.train import draw


@pytest.fixture(scope="module")
def pipe():
    return load_pipeline()


def test_plain_diffusers_loads_the_folder_in_one_dtype_and_draws_with_it():
    pipe = StableDiffusionPipeline.from_pretrained(PIPELINE)
    assert pipe.unet.dtype == pipe.vae.dtype == pipe.text_encoder.dtype == torch.float32
    picture = pipe("a person with a hat", num_inference_steps=2, output_type="np").images[0]
    size = pipe.vae.config.sample_size
    assert picture.shape == (size, size, 3) and np.isfinite(picture).all()


def test_named_attributes_are_drawn(pipe):
    pipe.scheduler = build_scheduler("dpm++")
    texts, wanted = zip(*prompts(12, seed=7), strict=True)
    share, _ = score(load_classifier(), draw(pipe, list(texts), 20, 4.0), list(wanted))
    assert share >= 0.9  # about 80 attributes: six points of margin below the report's figure


def test_all_schedulers_come_to_nearly_the_same_picture_without_fresh_noise(pipe):
    """Different solvers of one equation: from the same noise they end close together once steps are fine."""
    pictures = {}
    for name in set(SCHEDULERS) - {"ddpm"}:  # ddpm adds fresh noise at every step
        pipe.scheduler = build_scheduler(name)
        pictures[name] = draw(pipe, ["a person with a blue hat, yellow background"], 50, 2.0)[0].astype(float)
    reference = pictures.pop("ddim")
    for picture in pictures.values():
        assert np.abs(picture - reference).mean() < 12  # of 255


def test_guidance_changes_the_picture_and_no_guidance_scale_gives_nan(pipe):
    pipe.scheduler = build_scheduler("dpm++")
    pictures = [draw(pipe, ["a person with a red hat"], 4, g) for g in (1.0, 4.0, 15.0)]
    assert (pictures[0] != pictures[1]).any() and (pictures[1] != pictures[2]).any()
