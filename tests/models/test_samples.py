"""Pictures of the three families are those of plain torch and plain diffusers at the same seeds."""

import numpy as np
import pytest
import torch

from models.avatars.dataset import reduce, sample
from models.avatars.tensors import to_uint8
from models.classifier.kinds import RealSamples, SampleStep
from models.classifier.net import load_classifier, probabilities, read
from models.diffusion.kinds import Denoise, DiffusionSamples
from models.diffusion.net import PIPELINE, build_scheduler, load_pipeline
from models.engine import InvalidRequest
from models.gan.kinds import Gan, GanSamples
from models.gan.net import load_gan
from models.shared_engine import engine
from models.vae.beta import load_beta
from models.vae.kinds import VaeSamples
from tests.arrays import assert_allclose, assert_array_equal

KINDS = (RealSamples, VaeSamples, GanSamples, DiffusionSamples)


def pictures(request):
    return [step.picture for step in engine().run(request).trace().steps if isinstance(step, SampleStep)]


def test_real_pictures_are_those_of_the_sample_and_after_the_last_comes_the_first():
    expected = reduce(sample()[0][[398, 399, 0, 1]])
    assert_array_equal(np.stack(pictures(RealSamples(count=4, seed=398))), expected)


@pytest.mark.parametrize("temperature", [0.0, 0.4, 1.0])
def test_the_beta_vae_decodes_normal_numbers_times_the_temperature(temperature):
    model = load_beta()[0]
    drawn = pictures(VaeSamples(count=3, seed=7, temperature=temperature))
    for seed, picture in zip((7, 8, 9), drawn, strict=True):
        z = torch.randn(1, 32, generator=torch.Generator().manual_seed(seed)) * temperature
        with torch.no_grad():
            expected = to_uint8(model.decode(z))[0]
        assert_allclose(picture.astype(int), expected, atol=1)


@pytest.mark.parametrize("psi", [0.3, 1.0])
def test_the_gan_draws_what_its_own_chapter_draws_and_plain_torch_does(psi):
    generator = load_gan()[0]
    drawn = pictures(GanSamples(count=2, seed=3, truncation_psi=psi))
    for seed, picture in zip((3, 4), drawn, strict=True):
        assert_array_equal(picture, engine().run(Gan(seed=seed, truncation_psi=psi)).trace().last.picture)
        z = torch.randn(1, 64, generator=torch.Generator().manual_seed(seed))
        with torch.no_grad():
            w = generator.w_mean + psi * (generator.map(z) - generator.w_mean)
            expected = to_uint8(generator.synthesize(w))[0]
        assert_allclose(picture.astype(int), expected, atol=1)


def test_diffusion_draws_what_its_own_chapter_and_the_plain_pipeline_draw():
    drawn = pictures(DiffusionSamples(count=2, seed=3, num_inference_steps=3))
    pipe = load_pipeline(PIPELINE)
    for seed, picture in zip((3, 4), drawn, strict=True):
        alone = Denoise(seed=seed, num_inference_steps=3, scheduler="dpm++", film=False)
        assert_array_equal(picture, engine().run(alone).trace().last.picture)
        pipe.scheduler = build_scheduler("dpm++")
        made = pipe(
            "",
            num_inference_steps=3,
            guidance_scale=1.0,
            generator=torch.Generator().manual_seed(seed),
            output_type="np",
        ).images[0]
        assert_allclose(picture.astype(int), np.rint(255 * made), atol=1)


@pytest.mark.parametrize("kind", [RealSamples, VaeSamples, GanSamples])
def test_what_is_read_and_the_features_are_the_judges(kind):
    steps, classifier = engine().run(kind(count=2)).trace().steps, load_classifier()
    drawn = np.stack([s.picture for s in steps])
    features, rows = read(classifier, drawn)
    assert_allclose(np.stack([s.features for s in steps]), features, atol=1e-3)
    assert_array_equal(np.stack([s.read_values for s in steps]), rows)
    best = np.stack([p.max(1) for p in probabilities(classifier, drawn).values()], 1)
    assert_allclose(np.stack([s.read_probs for s in steps]), best, atol=1e-4)


def test_passes_are_those_of_the_networks_and_only_drawn_pictures_take_time():
    asked = [kind(count=2) for kind in KINDS[:3]] + [DiffusionSamples(count=2, num_inference_steps=3)]
    found = [engine().run(request).trace() for request in asked]
    assert [trace.forward_passes for trace in found] == [0, 2, 2, 2 * (1 + 3 + 1)]
    real, vae, gan, diffusion = (trace.last.milliseconds for trace in found)
    assert real == 0 and vae > 0 and gan > 0
    assert diffusion > gan


def test_several_pictures_of_diffusion_let_others_have_a_turn_and_can_be_stopped_at_every_pass():
    steps = engine().run(DiffusionSamples(count=2, num_inference_steps=3)).trace().steps
    assert [isinstance(step, SampleStep) for step in steps] == [False] * 4 + [True] + [False] * 4 + [True]


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 1},
        {"count": 17},
        {"seed": -1},
        {"num_inference_steps": 51},
        {"num_inference_steps": 0},
        {"scheduler": "heun"},
    ],
)
def test_what_is_outside_the_limits_is_refused(wrong):
    with pytest.raises(InvalidRequest):
        DiffusionSamples(**wrong)


@pytest.mark.parametrize("wrong", [float("nan"), -0.1, 1.6])
def test_a_temperature_or_truncation_outside_its_range_is_refused(wrong):
    with pytest.raises(InvalidRequest):
        VaeSamples(temperature=wrong)
    with pytest.raises(InvalidRequest):
        GanSamples(truncation_psi=wrong)
