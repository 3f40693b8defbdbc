"""The VAE laid open: its boxes are the shipped steps, a number's pixels its slopes, the draws z = μ + σ·ε."""

import numpy as np
import pytest
import torch

from models.avatars.attributes import FACE
from models.prepared import prepared
from models.vae.kinds import Around, CompareBetas, OpenFace
from pages.basics.theme import LIGHT
from pages.chapters.latent_space import betas, charts, controls, inside
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def trace():
    return prepared(OpenFace())


def test_every_box_is_one_that_the_address_can_name(trace):
    names = [part.name for part in inside.parts(trace, LIGHT)]
    assert len(set(names)) == 12
    for name in names:
        assert controls.LatentView(stage=name).stage == name


def test_a_stage_s_squares_are_its_maps(trace):
    stage = inside.stages(trace)["encoder-8"]
    pixels = inside.squares(stage.maps, LIGHT).astype(int)
    side, limit = 8, np.quantile(np.abs(stage.maps), 0.99)
    assert pixels.shape == (17, 17, 3)
    for i, values in enumerate(stage.maps):
        block = pixels[i // 2 * 9 :, i % 2 * 9 :][:side, :side]
        strong = np.abs(values) >= limit
        red = block[..., 0] - block[..., 2]
        assert (red[strong & (values > 0)] > 0).all() and (red[strong & (values < 0)] < 0).all()


def test_the_share_on_the_face_is_counted_pixel_by_pixel(trace):
    slope = inside.slopes(trace)[4]
    total = sum(abs(float(v)) for row in slope for v in row)
    rows, columns = FACE
    part = sum(
        abs(float(slope[y, x])) for y in range(rows.start, rows.stop) for x in range(columns.start, columns.stop)
    )
    share, area = inside.on_face(slope)
    assert share == pytest.approx(part / total) and area == pytest.approx(28 * 28 / 64**2)
    even = np.ones((64, 64))
    assert inside.on_face(even)[0] == pytest.approx(area)


def test_the_bell_is_that_of_the_number_and_the_dots_lie_on_it():
    z = np.array([0.1, 0.5])
    bell, dots = charts.draws(0.3, 0.2, z).data
    assert np.trapezoid(bell.y, bell.x) == pytest.approx(1, abs=1e-3)
    assert bell.x[np.argmax(bell.y)] == pytest.approx(0.3)
    assert_array_equal(dots.x, z)
    assert_allclose(dots.y, np.interp(z, bell.x, bell.y), rtol=1e-3)


@pytest.mark.parametrize("stage", ["numbers", "encoder-16"])
def test_the_page_opens_a_box_of_the_shipped_run(visit, words, stage):
    app = visit("latent-space", look="inside", stage=stage, number="3")
    assert not app.exception and not app.warning
    said = words(app).replace("\\", "")
    expected = {"numbers": "Which pixels move it?", "encoder-16": "64 maps of 16 × 16"}
    assert expected[stage] in said


def test_each_draw_is_mu_plus_sigma_times_noise_of_the_seed(visit, ready):
    ready.run(Around(seed=7)).trace()
    app = visit("latent-space", look="inside", stage="draw", number="3", epsilon="7")
    assert not app.exception
    first = prepared(OpenFace()).steps[0]
    noise = torch.randn(8, 32, generator=torch.Generator().manual_seed(7)).numpy()[:, 2]
    z = first.mu[2] + np.exp(first.logvar[2] / 2) * noise
    shown = next(t.value for t in app.table if "ε" in t.value.columns)
    assert_allclose(shown["ε"].astype(float), noise, atol=2e-2)
    assert_allclose(shown["z"].astype(float), z, atol=2e-3)


def test_the_curves_of_beta_are_means_with_their_intervals():
    steps = betas.steps_of(prepared(CompareBetas()))
    error, divergence = charts.betas(steps, 10).data
    for trace, field in ((error, "sample_mse"), (divergence, "sample_kl")):
        assert_array_equal(trace.x, [step.beta for step in steps])
        values = [getattr(step, field).astype(float) for step in steps]
        assert_allclose(trace.y, [np.mean(v) for v in values], rtol=1e-6)
        assert_allclose(trace.error_y.array, [1.96 * np.std(v, ddof=1) / 20 for v in values], rtol=1e-6)


def test_what_beta_costs_is_said_only_where_it_does():
    steps = betas.steps_of(prepared(CompareBetas()))
    said = betas._sentence(steps)
    assert "Tidy costs sharp" in said
    assert f"{np.mean(steps[0].sample_mse):.0f}" in said and f"{np.mean(steps[-1].sample_kl):.1f}" in said.replace(
        "\\", ""
    )
    assert "Tidy costs sharp" not in betas._sentence(steps[::-1])


def test_the_view_of_beta_shows_its_shipped_run(visit, words):
    app = visit("latent-space", look="beta", beta="10")
    assert not app.exception and not app.warning
    assert "β = 10" in words(app).replace("\\", "")
