"""The Python to take away for the image models computes what the pages show."""

import numpy as np
import pytest
import torch
from scipy.spatial.distance import pdist

from models.classifier.kinds import SampleStep
from models.diffusion.kinds import (
    AddNoise,
    BlockStep,
    Denoise,
    DenoiseStep,
    DiffusionSamples,
    FewSteps,
    OpenDenoiser,
    TextToImage,
)
from tests.arrays import assert_allclose


def of(steps, kind):
    return [step for step in steps if isinstance(step, kind)]


@pytest.mark.parametrize(
    ("scheduler", "eta", "n"),
    [
        ("ddim", 0.0, 3),
        ("ddim", 0.5, 3),
        ("ddim", 1.0, 7),
        ("ddim", 1.0, 61),
        ("ddpm", 0.0, 3),
        ("euler", 0.0, 3),
        ("dpm++", 0.0, 3),
        ("dpm++", 0.0, 61),
        ("euler", 0.0, 61),
    ],
)
def test_the_python_of_a_run_ends_in_the_page_s_picture(scheduler, eta, n, app, script):
    request = Denoise(scheduler=scheduler, eta=eta, num_inference_steps=n, seed=4)
    steps, done = app(request), script(request)
    assert done.off("picture.png", steps[-1].picture) <= 1
    for place, step in enumerate(of(steps, DenoiseStep)):
        deviations = (step.noise_pred.std(ddof=1), step.pred_original_sample.std(ddof=1))
        assert done.numbers(place) == pytest.approx([step.timestep, step.alpha_cumprod, *deviations], abs=2e-4)


@pytest.mark.parametrize("kind", ["sample", "png"])
def test_the_python_of_added_noise_draws_the_page_s_frames(kind, app, script, png):
    request = AddNoise(picture="sample:5" if kind == "sample" else png, frames=3, seed=2)
    steps, done = app(request), script(request)
    clean = (steps[0].latents - (1 - steps[0].alpha_cumprod) ** 0.5 * noise(2)) / steps[0].alpha_cumprod ** 0.5
    for i, step in enumerate(steps):
        assert done.off(f"noised-{i:02}.png", step.picture) <= 1 and done.off(f"guess-{i:02}.png", step.preview) <= 1
        a, off = step.alpha_cumprod, np.abs(step.pred_original_sample - clean).mean()
        assert done.numbers(i) == pytest.approx([step.timestep, a**0.5, (1 - a) ** 0.5, off], abs=2e-4)


def noise(seed):
    return torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(seed))[0].numpy()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"guidance_scale": 0.5},
        {"scheduler": "ddim", "eta": 0.5},
        {"scheduler": "euler", "negative_prompt": "a hat"},
        {"prompt": "a hat, it's red", "token_weights": ((2, 2.0), (3, 0.0)), "attention_maps": True},
    ],
    ids=["default", "little guidance", "ddim", "negative", "weights and maps"],
)
def test_the_python_of_text_to_image_ends_in_the_page_s_picture(fields, app, script):
    request = TextToImage(num_inference_steps=3, seed=4, film=False, **fields)
    steps, done = app(request), script(request)
    assert done.off("picture.png", steps[-1].picture) <= 1
    frames = of(steps, DenoiseStep)
    for place, step in enumerate(frames):
        gap = np.sqrt(((step.noise_pred_text - step.noise_pred_uncond) ** 2).mean())
        assert done.numbers(place) == pytest.approx([step.timestep, step.alpha_cumprod, gap], abs=2e-4)
    if request.attention_maps:
        maps = torch.load(done.folder / "maps.pt").numpy()
        assert_allclose(maps, np.stack([step.cross_attention for step in frames]), atol=1e-3)


@pytest.mark.parametrize("scheduler", ["dpm++", "ddim"])
def test_the_python_of_several_pictures_draws_and_judges_the_page_s(scheduler, app, script):
    request = DiffusionSamples(count=2, num_inference_steps=2, scheduler=scheduler, seed=2**31 - 1)
    steps, done = of(app(request), SampleStep), script(request)
    for place, (seed, step) in enumerate(zip((2**31 - 1, 0), steps, strict=True)):  # after the last comes the first
        assert done.off(f"picture-{seed}.png", step.picture) <= 1 and done.says(place, step)
    assert done.numbers(-1)[0] == pytest.approx(pdist([step.features for step in steps]).mean(), abs=2e-3)


@pytest.mark.parametrize(
    "fields",
    [{}, {"mix": 0.3, "second_seed": 9}, {"mix": 0.3, "second_seed": 4}],
    ids=["one noise", "between two", "between one and itself"],
)
def test_the_python_of_the_student_s_picture_draws_the_page_s_picture(fields, app, script):
    request = FewSteps(num_inference_steps=2, seed=4, **fields)
    steps, done = app(request), script(request)
    assert done.off("picture.png", steps[-1].picture) <= 1


@pytest.mark.parametrize("off", ["", "middle", "skip-1"])
def test_the_python_of_the_denoiser_laid_open_draws_the_page_s_picture(off, app, script):
    request = OpenDenoiser(prompt="a red hat", num_inference_steps=2, seed=4, off=off)
    steps, done = app(request), script(request)
    assert done.off("picture.png", steps[-1].picture) <= 1
    for line, step in zip(done.lines, of(steps, BlockStep), strict=False):
        assert line.split()[:2] == [str(step.step), step.block]
        means = [float(value) for value in line.split()[2:]]
        assert means == pytest.approx(step.maps.mean((1, 2)).tolist(), abs=2e-3)
