import numpy as np
import pytest
import torch
from torch.testing import assert_close

from models.avatars.attributes import ATTRIBUTES, NAMES, labels
from models.avatars.dataset import sample
from models.avatars.tensors import psnr, to_float, to_uint8
from models.vae.beta import BetaVAE, direction, load_beta, save
from models.vae.infer import between
from models.vae.net import build_codec, fold
from models.vae.train import standardise
from models.vae.train_beta import value_means


@torch.no_grad()
def test_the_codec_makes_16x16x4_of_128x128_and_back():
    codec, x = build_codec((8, 8, 8, 8)), torch.randn(2, 3, 128, 128)
    z = codec.encode(x).latent_dist.mode()
    assert z.shape == (2, 4, 16, 16)
    assert codec.decode(z).sample.shape == x.shape


@torch.no_grad()
def test_another_basis_for_the_latents_changes_no_picture():
    codec, x = build_codec((8, 8, 8, 8)), torch.randn(1, 3, 128, 128)
    z = codec.encode(x).latent_dist.mode()
    before = codec.decode(z).sample
    matrix, offset = torch.randn(4, 4) + 3 * torch.eye(4), torch.randn(4)
    fold(codec, matrix, offset)
    moved = codec.encode(x).latent_dist.mode()
    assert_close(moved, torch.einsum("ij,njhw->nihw", matrix, z) + offset[:, None, None], atol=1e-3, rtol=1e-3)
    assert_close(codec.decode(moved).sample, before, atol=1e-3, rtol=1e-3)


@torch.no_grad()
def test_standardised_latents_have_mean_zero_and_deviation_one():
    codec, pictures = build_codec((8, 8, 8, 8)), sample()[0][:8]
    standardise(codec, pictures)
    z = codec.encode(to_float(pictures)).latent_dist.mode()
    assert_close(z.mean((0, 2, 3)), torch.zeros(4), atol=1e-3, rtol=0)
    assert_close(z.std((0, 2, 3)), torch.ones(4), atol=1e-3, rtol=0)


def test_the_face_is_some_numbers_and_those_numbers_are_a_face():
    for latent in (2, 32):
        vae = BetaVAE(latent).eval()
        mu, logvar = vae.encode(torch.randn(2, 3, 64, 64))
        assert mu.shape == logvar.shape == (2, latent)
        assert vae.decode(mu).shape == (2, 3, 64, 64)


def test_the_mean_of_a_value_is_that_of_the_pictures_that_show_it():
    _, rows, _ = sample()
    found = value_means(torch.from_numpy(rows.astype(np.float32)), rows)
    assert_close(found["skin/brown"][0], torch.tensor(3.0))
    top, hair = ATTRIBUTES.index("top"), ATTRIBUTES.index("hair_color")
    seen = [row for row, label in zip(rows, labels(rows), strict=True) if label[hair] == 1]  # not under a hat
    assert_close(found["hair_color/brown"][top], torch.tensor(np.mean([row[top] for row in seen]), dtype=torch.float32))


@pytest.mark.parametrize(("shown", "expected"), [(0, 12.0 - 10), (1, 12.0 - 11), (2, 12.0 - (10 + 11 + 13 + 14) / 4)])
def test_a_direction_leads_from_what_the_face_shows_and_from_all_others_where_it_shows_it_already(shown, expected):
    means = {f"glasses/{name}": torch.tensor([10.0 + j]) for j, name in enumerate(NAMES["glasses"])}
    row = np.zeros(12, np.int8)
    row[ATTRIBUTES.index("glasses")] = shown
    assert_close(direction(means, "glasses/square glasses", row), torch.tensor([expected]))


def test_saved_weights_come_back_to_half_precision(tmp_path):
    vae = BetaVAE(32).eval()
    save(vae, tmp_path, {"skin/pale": torch.ones(32)})
    again, found = load_beta(tmp_path)
    z = torch.randn(1, 32)
    assert_close(again.decode(z), vae.decode(z), atol=0.02, rtol=0.02)
    assert_close(found["skin/pale"], torch.ones(32))


def test_both_walks_start_and_end_at_the_pictures_and_the_arc_keeps_the_length():
    a, b = torch.randn(1, 32), torch.randn(1, 32)
    for path in ("linear", "spherical"):
        assert_close(between(a, b, 0.0, path), a)
        assert_close(between(a, b, 1.0, path), b)
    b = b * a.norm() / b.norm()
    assert_close(between(a, b, 0.5, "spherical").norm(), a.norm())
    assert between(a, b, 0.5, "linear").norm() < a.norm()


def test_equal_ends_give_no_nan():
    a = torch.randn(1, 32)
    assert_close(between(a, a, 0.4, "spherical"), a)


def test_pictures_survive_the_way_to_tensors_and_back():
    pictures = sample()[0][:2]
    assert (to_uint8(to_float(pictures)) == pictures).all()
    assert psnr(pictures, pictures) > 70
