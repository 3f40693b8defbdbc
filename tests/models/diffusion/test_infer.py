import numpy as np
import pytest
import torch

from models.avatars.dataset import sample
from models.avatars.tensors import to_float
from models.classifier.kinds import PictureStep
from models.diffusion import infer
from models.diffusion.kinds import AddNoise, Denoise, DenoiseStep, PromptStep, TextToImage
from models.diffusion.net import build_scheduler, load_pipeline, shipped_scheduler
from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest
from tests.arrays import assert_allclose, assert_array_equal

PROMPT = "a smiling person with round glasses, blue background"


@pytest.fixture(scope="module")
def model():
    return infer.load(lambda template, **values: None)


@pytest.fixture(scope="module")
def plain():
    """Another pipeline, as the folder gives it: nothing of it is laid out anew."""
    return load_pipeline()


def latents_of_diffusers(plain, scheduler, request):
    """StableDiffusionPipeline's own loop, with the guidance it applies above 1."""
    plain.scheduler = shipped_scheduler() if scheduler == "ddim" else build_scheduler(scheduler)
    return (
        plain(
            request.prompt,
            negative_prompt=request.negative_prompt,
            num_inference_steps=request.num_inference_steps,
            guidance_scale=request.guidance_scale,
            generator=torch.Generator().manual_seed(request.seed),
            eta=request.eta,
            output_type="latent",
        )
        .images[0]
        .numpy()
    )


@pytest.mark.parametrize(
    ("scheduler", "eta"), [("dpm++", 0.0), ("ddim", 0.0), ("ddim", 0.7), ("euler", 0.0), ("ddpm", 0.0)]
)
def test_steps_end_in_the_very_latents_of_the_stable_diffusion_pipeline(model, plain, scheduler, eta):
    request = TextToImage(
        prompt=PROMPT, scheduler=scheduler, eta=eta, num_inference_steps=4, seed=3, guidance_scale=3.5, film=False
    )
    last = [step for step in steps_of(infer, model, request) if isinstance(step, DenoiseStep)][-1]
    assert_array_equal(last.prev_sample, latents_of_diffusers(plain, scheduler, request))


def test_a_negative_prompt_pulls_as_in_the_pipeline(model, plain):
    request = TextToImage(prompt=PROMPT, negative_prompt="a red hat", num_inference_steps=3, film=False)
    *_, last, _ = steps_of(infer, model, request)
    assert_array_equal(last.prev_sample, latents_of_diffusers(plain, "dpm++", request))


def test_the_same_request_gives_the_same_bits_and_another_seed_other_ones(model):
    def picture(seed):
        *_, last = steps_of(infer, model, TextToImage(prompt=PROMPT, num_inference_steps=2, seed=seed, film=False))
        return last.picture

    assert_array_equal(picture(1), picture(1))
    assert (picture(1) != picture(2)).any()


def test_guidance_is_the_formula_also_where_the_pipeline_skips_it(model):
    for guidance in (0.0, 0.5, 1.0):
        request = TextToImage(prompt=PROMPT, guidance_scale=guidance, num_inference_steps=1, film=False)
        step = next(s for s in steps_of(infer, model, request) if isinstance(s, DenoiseStep))
        expected = step.noise_pred_uncond + guidance * (step.noise_pred_text - step.noise_pred_uncond)
        assert_allclose(step.noise_pred, expected, atol=1e-5)


def test_predicted_noise_and_predicted_picture_make_up_the_latents(model):
    for scheduler in ("ddim", "euler"):
        request = TextToImage(prompt=PROMPT, scheduler=scheduler, num_inference_steps=3, film=False)
        for step in steps_of(infer, model, request):
            if isinstance(step, DenoiseStep):
                a = step.alpha_cumprod
                mixed = a**0.5 * step.pred_original_sample + (1 - a) ** 0.5 * step.noise_pred
                assert_allclose(mixed, step.latents, atol=1e-4)


def test_looking_at_attention_changes_nothing_and_its_rows_sum_to_one(model):
    request = TextToImage(prompt=PROMPT, num_inference_steps=2, film=False)
    *_, plain = steps_of(infer, model, request)
    steps = list(
        steps_of(infer, model, TextToImage(prompt=PROMPT, num_inference_steps=2, film=False, attention_maps=True))
    )
    assert_array_equal(steps[-1].picture, plain.picture)
    maps = steps[1].cross_attention
    assert maps.shape[:4] == (7, 4, 16, 16)
    assert (maps.astype(np.float32).sum(-1) <= 1.01).all()


def test_steps_come_in_order_and_count_their_passes(model):
    steps = list(steps_of(infer, model, TextToImage(prompt=PROMPT, num_inference_steps=3)))
    assert [type(s) for s in steps] == [PromptStep, *[DenoiseStep] * 3, PictureStep]
    assert all(s.passes == 2 and s.preview.dtype == np.uint8 for s in steps[1:4])
    assert steps[0].unknown_words == ""


def test_words_outside_the_world_are_named(model):
    first = next(steps_of(infer, model, TextToImage(prompt="a dragon with a blue hat in space", num_inference_steps=1)))
    assert first.unknown_words == "dragon space"


@torch.no_grad()
@pytest.mark.parametrize(("place", "weight"), [(3, 0.0), (5, 2.0), (1, 0.5)])
def test_a_weighted_token_is_the_pipeline_with_its_state_moved_from_the_empty_prompt_s(model, plain, place, weight):
    request = TextToImage(prompt=PROMPT, num_inference_steps=2, film=False, token_weights=((place, weight),))
    first, *_, last, _ = steps_of(infer, model, request)
    pipe = plain
    embeds, negative = pipe.encode_prompt(PROMPT, "cpu", 1, True)
    embeds = embeds.clone()
    embeds[0, place] = negative[0, place] + weight * (embeds[0, place] - negative[0, place])  # Compel's formula
    assert_allclose(first.prompt_embeds, embeds[0].numpy(), atol=1e-5)
    pipe.scheduler = build_scheduler("dpm++")
    expected = (
        pipe(
            prompt_embeds=torch.tensor(first.prompt_embeds[None]),
            negative_prompt_embeds=negative,
            num_inference_steps=2,
            guidance_scale=4.0,
            generator=torch.Generator().manual_seed(0),
            output_type="latent",
        )
        .images[0]
        .numpy()
    )
    assert_array_equal(last.prev_sample, expected)


def test_a_weight_of_one_is_no_weight_and_a_token_that_is_not_there_is_refused():
    assert TextToImage(prompt=PROMPT, token_weights=((3, 1.0),)) == TextToImage(prompt=PROMPT)
    for wrong in ((0, 2.0), (99, 2.0), (3, -1.0), (3, float("nan"))):
        with pytest.raises(InvalidRequest):
            TextToImage(prompt=PROMPT, token_weights=(wrong,))


def test_denoising_without_words_costs_one_pass_a_step_and_has_no_guidance(model):
    steps = list(steps_of(infer, model, Denoise(num_inference_steps=2)))
    assert [s.passes for s in steps[1:3]] == [1, 1]
    assert steps[1].noise_pred_text is None


def test_noise_is_added_as_by_the_schedulers_own_method_and_the_formula(model, plain):
    frames = list(steps_of(infer, model, AddNoise(picture="sample:7", frames=4, seed=2)))
    with torch.no_grad():
        clean = plain.vae.encode(to_float(sample()[0][7:8])).latent_dist.mean * plain.vae.config.scaling_factor
    noise = torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(2))
    assert [f.timestep for f in frames] == [0, 333, 666, 999]
    for frame in frames:
        expected = build_scheduler("ddpm").add_noise(clean, noise, torch.tensor([frame.timestep]))
        assert_array_equal(frame.latents, expected[0].numpy())
        a = frame.alpha_cumprod
        mixed = a**0.5 * clean + (1 - a) ** 0.5 * noise
        assert_allclose(frame.latents, mixed[0].numpy(), atol=1e-5)


def test_the_last_frame_of_the_forward_process_is_where_denoising_with_the_same_seed_starts(model):
    *_, noisy = steps_of(infer, model, AddNoise(frames=2, seed=5))
    first = next(
        s for s in steps_of(infer, model, Denoise(seed=5, num_inference_steps=1)) if isinstance(s, DenoiseStep)
    )
    assert_array_equal(noisy.latents, first.latents)
    assert_allclose(noisy.pred_original_sample, first.pred_original_sample, atol=1e-5)
    assert noisy.alpha_cumprod == 0


def test_without_words_the_frames_are_those_of_a_plain_diffusers_loop(model, plain):
    pipe, scheduler = plain, shipped_scheduler()
    embeds, _ = pipe.encode_prompt("", "cpu", 1, False)
    latents = torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(4))
    scheduler.set_timesteps(4)
    frames = [s for s in steps_of(infer, model, Denoise(seed=4, num_inference_steps=4)) if isinstance(s, DenoiseStep)]
    for frame, t in zip(frames, scheduler.timesteps, strict=True):
        assert_array_equal(frame.latents, latents[0].numpy())
        with torch.no_grad():
            v = pipe.unet(latents, t, encoder_hidden_states=embeds).sample
            step = scheduler.step(v, t, latents)
            shown = pipe.vae.decode(step.pred_original_sample / pipe.vae.config.scaling_factor).sample
        assert_allclose(frame.pred_original_sample, step.pred_original_sample[0].numpy(), atol=1e-5)
        expected = ((shown.clamp(-1, 1) + 1) * 127.5).round()[0].permute(1, 2, 0).numpy()
        assert np.abs(frame.preview - expected).max() <= 1  # x̂₀ is computed here by the formula, there by diffusers
        latents = step.prev_sample
        assert_array_equal(frame.prev_sample, latents[0].numpy())
