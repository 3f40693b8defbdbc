import numpy as np
import torch

from models.avatars.dataset import sample
from models.avatars.tensors import to_float
from models.diffusion.net import load_pipeline
from pages.figures import latents
from tests.arrays import assert_allclose


def test_the_colours_of_latents_are_the_best_linear_fit_to_pictures():
    """The page says so, with the share of variance."""
    codec, pictures = load_pipeline().vae, sample()[0][:200]
    with torch.no_grad():
        found = [codec.encode(to_float(pictures[i : i + 20])).latent_dist.mean for i in range(0, 200, 20)]
    z = torch.cat(found).permute(0, 2, 3, 1).reshape(-1, 4).numpy() * codec.config.scaling_factor
    rgb = pictures.reshape(200, 16, 8, 16, 8, 3).mean((2, 4)).reshape(-1, 3)
    fit, *_ = np.linalg.lstsq(np.c_[z, np.ones(len(z))], rgb, rcond=None)
    assert_allclose(latents.COLOURS, fit[:4], atol=0.06)
    assert_allclose(latents.MIDDLE, fit[4], atol=0.06)
    explained = 1 - ((z @ latents.COLOURS + latents.MIDDLE - rgb) ** 2).sum() / ((rgb - rgb.mean(0)) ** 2).sum()
    assert round(explained, 2) == 0.8


def test_a_latent_of_zeros_has_the_middle_colour_and_no_noise_is_grey():
    zeros = np.zeros((4, 16, 16), np.float32)
    assert (latents.colours(zeros) == np.rint(latents.MIDDLE)).all()
    assert (latents.noise(zeros) == 128).all()
    assert latents.colours(zeros + 100).max() == 255
