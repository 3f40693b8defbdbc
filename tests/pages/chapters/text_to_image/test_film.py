"""What the film shows are the plain pipeline's own bytes."""

import io

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

from models.diffusion.net import PIPELINE, build_scheduler
from pages.chapters.text_to_image import film
from pages.chapters.text_to_image.outcome import frames
from tests.arrays import assert_array_equal


@pytest.fixture(scope="module")
def plain():
    """StableDiffusionPipeline as anybody loads it, with nothing of this project but the scheduler's settings."""
    pipe = StableDiffusionPipeline.from_pretrained(PIPELINE, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.unet.to(memory_format=torch.channels_last)  # as the app: another order of sums gives other last bits
    pipe.vae.to(memory_format=torch.channels_last)
    pipe.scheduler = build_scheduler("dpm++")
    return pipe


def opened(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_the_last_picture_of_the_film_is_the_plain_pipeline_s_and_each_frame_its_step_s(drawn, plain):
    image = plain(
        drawn.request.prompt, num_inference_steps=4, guidance_scale=4.0, generator=torch.Generator().manual_seed(7)
    ).images[0]
    pictures = film.lanes(drawn)[1].frames
    assert len(pictures) == 5
    assert_array_equal(opened(pictures[-1]), np.asarray(image))
    for png, step in zip(pictures, frames(drawn.steps), strict=False):
        assert_array_equal(opened(png), step.preview)
