"""A picture that sinks into noise is drawn from the run's own latents."""

import io

import numpy as np
from PIL import Image

from models.diffusion.kinds import AddNoise, NoisedStep
from pages.chapters.diffusion import forward
from pages.figures import latents
from tests.arrays import assert_array_equal


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_the_sinking_picture_is_drawn_from_the_run_s_latents(drawing):
    steps = [s for s in drawing.run(AddNoise()).trace().steps if isinstance(s, NoisedStep)]
    noisy, decoded, guess = forward.lanes(steps)
    for i, step in enumerate(steps):
        assert_array_equal(pixels(noisy.frames[i]), latents.colours(step.latents))
        assert_array_equal(pixels(decoded.frames[i]), step.picture)
        assert_array_equal(pixels(guess.frames[i]), step.preview)
