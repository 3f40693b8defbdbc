import numpy as np
import pytest
import torch

from models.classifier.kinds import PictureStep
from models.diffusion import few_steps, infer
from models.diffusion.kinds import DenoiseStep, FewSteps, PromptStep
from models.diffusion.net import load_pipeline
from models.diffusion.student import build_few_step_scheduler, load_shipped
from models.engine.errors import InvalidRequest
from models.workers import pictures
from tests.arrays import assert_array_equal


@pytest.fixture(scope="module")
def model():
    return infer.load(lambda template, **values: None)


@pytest.fixture(scope="module")
def plain():
    """diffusers' own pipeline with the student in it; nothing of it is laid out anew."""
    pipe = load_pipeline()
    pipe.unet = load_shipped(pipe.unet)[0]
    pipe.scheduler = build_few_step_scheduler()
    return pipe


def latents_of_diffusers(plain, request, generator, latents=None):
    return (
        plain(
            request.prompt,
            num_inference_steps=request.num_inference_steps,
            guidance_scale=1.0,
            generator=generator,
            latents=latents,
            output_type="latent",
        )
        .images[0]
        .numpy()
    )


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_steps_end_in_the_very_latents_of_the_pipeline(model, plain, steps):
    request = FewSteps(num_inference_steps=steps, seed=3)
    found = list(few_steps.draw(model, request))
    assert [type(step) for step in found] == [PromptStep] + steps * [DenoiseStep] + [PictureStep]
    expected = latents_of_diffusers(plain, request, torch.Generator().manual_seed(3))
    assert_array_equal(found[-2].prev_sample, expected)
    assert_array_equal(found[-1].latents, expected)


def test_between_two_noises_the_pipeline_draws_the_same_from_the_same_latents(model, plain):
    request = FewSteps(num_inference_steps=2, seed=3, second_seed=8, mix=0.4)
    generator = torch.Generator().manual_seed(3)
    noise = few_steps.first_noise(generator, request)
    *_, last = few_steps.draw(model, request)
    assert_array_equal(last.latents, latents_of_diffusers(plain, request, generator, latents=noise))


def test_the_way_between_two_noises_begins_and_ends_in_them_and_keeps_their_deviation():
    def noise(**fields):
        request = FewSteps(seed=3, second_seed=8, **fields)
        return few_steps.first_noise(torch.Generator().manual_seed(3), request)

    first, second = (torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(s)) for s in (3, 8))
    assert torch.equal(noise(), first)
    torch.testing.assert_close(noise(mix=1.0), second)
    assert abs(float(noise(mix=0.5).std()) - 1) < 0.05


def test_it_says_that_the_student_drew_and_the_teacher_keeps_its_own_name(model):
    whole = pictures.Model(model, None)
    names = {pictures.describe(whole, request).name for request in (FewSteps(), None)}
    assert names == {"Avatars few-step student", "Avatars text-to-image"}
    assert model.student_sha256 != model.sha256


@pytest.mark.parametrize(
    "fields",
    [{"num_inference_steps": 0}, {"num_inference_steps": 9}, {"mix": 1.1}, {"mix": float("nan")}, {"prompt": "ż"}],
)
def test_what_is_outside_its_limits_is_refused(fields):
    with pytest.raises(InvalidRequest):
        FewSteps(**fields)


def test_predicted_noise_and_picture_are_finite_at_every_step(model):
    for step in few_steps.draw(model, FewSteps(num_inference_steps=8)):
        if isinstance(step, DenoiseStep):
            assert all(np.isfinite(part).all() for part in (step.noise_pred, step.pred_original_sample))
