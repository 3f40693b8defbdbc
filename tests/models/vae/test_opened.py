"""The VAE laid open: stages are hooks' on the network, slopes are finite differences, β's numbers plain torch's."""

import numpy as np
import pytest
import torch

from models.avatars.dataset import reduce, sample
from models.engine.asking import steps_of
from models.vae.beta import BETAS
from models.vae.kinds import BetaStep, CompareBetas, EncodeStep, OpenFace, SlopesStep, StageStep
from models.workers import pictures
from tests.arrays import assert_allclose, assert_array_equal

SMALL = reduce(sample()[0])


@pytest.fixture(scope="module")
def model():
    return pictures.load(lambda template, **values: None)


@pytest.fixture(scope="module")
def opened(model):
    return list(steps_of(pictures, model, OpenFace(picture="sample:3")))


def stages(opened, half):
    return [step for step in opened if isinstance(step, StageStep) and step.half == half]


def hooked(network, x):
    """What each layer gives, by its number."""
    seen = {}
    hooks = [
        layer.register_forward_hook(lambda _layer, _inputs, output, i=i: seen.update({i: output.detach()}))
        for i, layer in enumerate(network)
    ]
    with torch.no_grad():
        network(x)
    for hook in hooks:
        hook.remove()
    return seen


def test_each_stage_is_what_a_hook_on_the_network_sees(model, opened):
    vae = model.vae.face
    for half, network, x in (
        ("encoder", vae.encoder, torch.tensor(SMALL[3] / 127.5 - 1, dtype=torch.float32).permute(2, 0, 1)[None]),
        ("decoder", vae.decoder, torch.tensor(opened[0].mu)[None]),
    ):
        seen = hooked(network, x)
        steps = stages(opened, half)
        assert len(steps) >= 5
        for step in steps:
            whole = seen[step.layer][0].numpy()
            spread = whole.var((1, 2))
            assert step.channels == len(whole)
            assert_array_equal(np.sort(step.shown), np.sort(np.argsort(spread)[-4:]))
            assert_allclose(step.maps, whole[step.shown], atol=1e-4 * np.ptp(whole), rtol=0)


def test_the_encoder_narrows_to_4_by_4_and_the_decoder_widens_to_the_picture(opened):
    sides = {half: [step.maps.shape[-1] for step in stages(opened, half)] for half in ("encoder", "decoder")}
    assert sides == {"encoder": [32, 16, 8, 4, 4], "decoder": [4, 4, 8, 16, 32, 32, 32]}


def test_the_slopes_are_the_differences_of_the_numbers_of_two_pictures(plain, opened):
    """The face with a patch a level brighter and darker, through the weights' file in plain torch functions."""
    vae = plain()
    (step,) = (step for step in opened if isinstance(step, SlopesStep))
    for rows, columns in ((slice(0, 64), slice(0, 64)), (slice(24, 32), slice(20, 28)), (slice(40, 48), slice(28, 40))):
        patch = np.zeros((64, 64, 1))
        patch[rows, columns] = 0.25
        up, down = (vae.encode(SMALL[3] + sign * patch)[0].astype(float) for sign in (1, -1))
        expected = step.slopes[:, rows, columns].astype(float).sum((1, 2))
        assert_allclose((up - down) / 0.5, expected, atol=0.02 * np.abs(expected).max())


def test_the_face_s_numbers_and_picture_are_those_of_the_plain_network(plain, opened):
    vae, first = plain(), opened[0]
    assert isinstance(first, EncodeStep)
    mu, logvar = vae.encode(SMALL[3])
    assert_allclose(first.mu, mu, atol=1e-4)
    assert_allclose(first.logvar, logvar, atol=1e-3)
    assert np.abs(first.recon.astype(int) - vae.decode(mu)).max() <= 1


def test_each_beta_s_numbers_are_plain_torch_s(model, plain):
    steps = list(steps_of(pictures, model, CompareBetas(picture="sample:3")))
    assert [step.beta for step in steps] == list(BETAS) and all(isinstance(step, BetaStep) for step in steps)
    rng = torch.Generator().manual_seed(0)
    z = torch.randn(6, 32, generator=rng).numpy()
    for step in steps:
        vae = plain(f"small/{step.beta:g}")
        mu, logvar = vae.encode(SMALL[3])
        assert_allclose(step.kl, 0.5 * (mu**2 + np.exp(logvar) - 1 - logvar).sum(), rtol=1e-3)
        recon = vae.decode(mu)
        assert np.abs(step.recon.astype(int) - recon).max() <= 1
        assert_allclose(step.mse, ((recon.astype(float) - SMALL[3]) ** 2).mean(), rtol=0.01)
        assert_allclose(step.mu[3], mu, atol=1e-3)
        assert_allclose(step.sample_mse[3], step.mse, rtol=0.01)
        assert_allclose(step.sample_kl[3], step.kl, rtol=1e-3)
        assert np.abs(step.made[5].astype(int) - vae.decode(z[5])).max() <= 1
        standard = torch.distributions.Normal(0, 1)
        posterior = torch.distributions.Normal(torch.tensor(mu), torch.tensor(logvar / 2).exp())
        assert_allclose(step.kl, float(torch.distributions.kl_divergence(posterior, standard).sum()), rtol=1e-3)


def test_a_larger_beta_gives_tidier_numbers_and_worse_pictures(model):
    steps = list(steps_of(pictures, model, CompareBetas()))
    errors, divergences = ([float(getattr(s, name).mean()) for s in steps] for name in ("sample_mse", "sample_kl"))
    assert all(np.diff(errors) > 0) and all(np.diff(divergences) < 0)
