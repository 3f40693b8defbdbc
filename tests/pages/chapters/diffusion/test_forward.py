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


def test_the_line_under_a_frame_and_its_captions_mean_the_same_share_by_noise(drawing):
    steps = [s for s in drawing.run(AddNoise()).trace().steps if isinstance(s, NoisedStep)]
    noisy, _decoded, _guess = forward.lanes(steps)
    for step, line, caption in zip(steps, forward.values(steps), noisy.captions, strict=True):
        power = f"{100 * (1 - step.alpha_cumprod):.1f}"
        assert caption.startswith(power) and f"noise {power}" in line
