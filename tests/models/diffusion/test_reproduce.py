"""The Python to take away for the image models computes what the pages show."""

import numpy as np
import pytest
from PIL import Image

from models import reproduce
from models.classifier.kinds import SampleStep
from models.diffusion.kinds import AddNoise, Denoise, DenoiseStep, DiffusionSamples, FewSteps, TextToImage
from models.diffusion.net import PIPELINE
from models.shared_engine import engine


def ran(request, folder, monkeypatch):
    monkeypatch.chdir(folder)
    root = PIPELINE.parents[2].parent
    code = reproduce.python(request).replace('"models/', f'"{root}/models/')
    names = {}
    exec(code, names)
    return names


@pytest.mark.parametrize(
    ("scheduler", "eta"), [("ddim", 0.0), ("ddim", 0.5), ("ddpm", 0.0), ("euler", 0.0), ("dpm++", 0.0)]
)
def test_the_python_of_a_run_ends_in_the_page_s_latents(scheduler, eta, tmp_path, monkeypatch):
    request = Denoise(scheduler=scheduler, eta=eta, num_inference_steps=3, seed=4)
    names = ran(request, tmp_path, monkeypatch)
    last = [s for s in engine().run(request).trace().steps if isinstance(s, DenoiseStep)][-1]
    np.testing.assert_allclose(names["latents"][0].numpy(), last.prev_sample, atol=1e-3)
    np.testing.assert_allclose(names["x_0"][0].numpy(), last.pred_original_sample, atol=1e-3)
    assert (tmp_path / "picture.png").stat().st_size > 1000


def test_the_python_of_added_noise_gives_the_page_s_latents_and_guess(tmp_path, monkeypatch):
    request = AddNoise(picture="sample:5", frames=3, seed=2)
    names = ran(request, tmp_path, monkeypatch)
    last = engine().run(request).trace().last
    np.testing.assert_allclose(names["x_t"][0].numpy(), last.latents, atol=1e-3)
    np.testing.assert_allclose(names["x_0"][0].numpy(), last.pred_original_sample, atol=1e-3)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"guidance_scale": 0.5},
        {"scheduler": "ddim", "eta": 0.5},
        {"scheduler": "euler"},
        {"scheduler": "ddpm"},
        {"negative_prompt": "a hat"},
        {"prompt": "a hat, it's red", "token_weights": ((2, 2.0), (3, 0.0))},
    ],
    ids=["default", "little guidance", "ddim", "euler", "ddpm", "negative", "weights"],
)
def test_the_python_of_text_to_image_ends_in_the_page_s_latents(fields, tmp_path, monkeypatch):
    request = TextToImage(num_inference_steps=3, seed=4, **fields)
    names = ran(request, tmp_path, monkeypatch)
    last = [s for s in engine().run(request).trace().steps if isinstance(s, DenoiseStep)][-1]
    np.testing.assert_allclose(names["latents"][0].detach().numpy(), last.prev_sample, atol=1e-3)
    assert (tmp_path / "picture.png").stat().st_size > 1000


def test_the_python_of_several_pictures_draws_the_page_s_pictures(tmp_path, monkeypatch):
    request = DiffusionSamples(count=2, num_inference_steps=3, seed=4)
    ran(request, tmp_path, monkeypatch)
    pictures = [step for step in engine().run(request).trace().steps if isinstance(step, SampleStep)]
    for seed, step in zip((4, 5), pictures, strict=True):
        drawn = np.asarray(Image.open(tmp_path / f"picture-{seed}.png"))
        np.testing.assert_allclose(drawn.astype(int), step.picture, atol=1)


@pytest.mark.parametrize("fields", [{}, {"mix": 0.3, "second_seed": 9}], ids=["one noise", "between two"])
def test_the_python_of_the_student_s_picture_draws_the_page_s_picture(fields, tmp_path, monkeypatch):
    request = FewSteps(num_inference_steps=2, seed=4, **fields)
    ran(request, tmp_path, monkeypatch)
    drawn = np.asarray(Image.open(tmp_path / "picture.png")).astype(int)
    assert np.abs(drawn - engine().run(request).trace().last.picture).max() <= 1
