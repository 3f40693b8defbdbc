"""Text to image: what is drawn are the plain pipeline's own bytes; the page says what this run's numbers say."""

import io

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

from models.avatars.attributes import ATTRIBUTES
from models.classifier.net import load_classifier, probabilities
from models.diffusion.kinds import TextToImage
from models.diffusion.net import PIPELINE, build_scheduler
from pages.basics.theme import LIGHT
from pages.chapters.text_to_image import film as text_to_image_film
from pages.chapters.text_to_image import guidance, maps, reading
from pages.chapters.text_to_image import words as words_of
from pages.chapters.text_to_image.noise import difference, picture_difference, rms, unguided
from pages.chapters.text_to_image.outcome import final, frames

REQUEST = TextToImage(prompt="a sad person with sunglasses, yellow background", num_inference_steps=4, seed=7)


@pytest.fixture(scope="module")
def drawn(drawing):
    return drawing.run(REQUEST).trace()


@pytest.fixture(scope="module")
def plain():
    """StableDiffusionPipeline as anybody loads it, with nothing of this project but the scheduler's settings."""
    pipe = StableDiffusionPipeline.from_pretrained(PIPELINE, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.unet.to(memory_format=torch.channels_last)  # as the app: another order of sums gives other last bits
    pipe.vae.to(memory_format=torch.channels_last)
    pipe.scheduler = build_scheduler("dpm++")
    return pipe


def opened(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_the_last_picture_of_the_film_is_the_plain_pipeline_s_and_each_frame_its_step_s(drawn, plain):
    image = plain(
        REQUEST.prompt, num_inference_steps=4, guidance_scale=4.0, generator=torch.Generator().manual_seed(7)
    ).images[0]
    pictures = text_to_image_film.lanes(drawn)[1].frames
    assert len(pictures) == 5
    np.testing.assert_array_equal(opened(pictures[-1]), np.asarray(image))
    for png, step in zip(pictures, frames(drawn.steps), strict=False):
        np.testing.assert_array_equal(opened(png), step.preview)


def test_the_four_guidance_pictures_recombine_to_the_prediction_that_is_used(drawn, plain):
    for step in frames(drawn.steps):
        np.testing.assert_allclose(unguided(step) + 4.0 * difference(step), step.noise_pred, atol=1e-5)
    lanes = guidance.lanes(drawn, LIGHT)
    assert [len(lane.frames) for lane in lanes] == [4] * 4
    assert lanes[2].captions[1] == f"size {rms(4.0 * difference(frames(drawn.steps)[1])):.3f}"


def test_what_words_change_in_the_picture_follows_from_what_they_change_in_the_noise(drawn):
    def clean(step, noise):
        a = step.alpha_cumprod
        return (step.latents - (1 - a) ** 0.5 * noise) / a**0.5

    for step in frames(drawn.steps)[1:]:  # at the first, ᾱ is nearly 0 and float32 has no digits left
        expected = clean(step, step.noise_pred_text.astype(float)) - clean(step, step.noise_pred_uncond.astype(float))
        np.testing.assert_allclose(picture_difference(step), expected, atol=1e-4)


def test_what_is_read_is_the_classifier_s_own_answer_and_asked_is_what_the_prompt_says(drawn):
    probs = probabilities(load_classifier(), final(drawn)[None])
    rows = reading.rows(REQUEST.prompt, drawn.last)
    for row in rows:
        assert row.prob == pytest.approx(float(probs[row.attribute][0].max()), abs=1e-5)
    assert [row.attribute for row in rows] == list(ATTRIBUTES)
    asked = {row.attribute: row.asked for row in rows if row.asked}
    assert asked == {"glasses": ("sunglasses",), "mouth": ("sad",), "background": ("yellow",)}
    assert reading.score(rows)[1] == 3


def test_the_mean_map_is_the_mean_of_layers_and_heads(drawing):
    trace = drawing.run(TextToImage(prompt="a hat", num_inference_steps=2, film=False, attention_maps=True)).trace()
    steps = frames(trace.steps)
    whole, one = maps.mean_maps(trace, "all", "all"), maps.mean_maps(trace, "2", "3")
    assert whole.shape == (2, 16, 16, 4)
    np.testing.assert_allclose(whole[1], steps[1].cross_attention.astype(np.float32).mean((0, 1)), atol=1e-3)
    np.testing.assert_array_equal(one[0], steps[0].cross_attention[2, 3])


@pytest.mark.parametrize(
    ("prompt", "word", "left"),
    [
        ("a person with a red hat, blue background", 5, "a person with a hat, blue background"),
        ("a hat, blue background", 2, "a, blue background"),
        ("hat", 1, ""),
        ("a  hat", 1, "hat"),
    ],
)
def test_leaving_a_word_out_leaves_the_rest_as_it_stands(prompt, word, left):
    assert words_of.otherwise(TextToImage(prompt=prompt), word, 0.0) == TextToImage(prompt=left)


def test_a_weighted_word_weights_all_its_tokens_and_no_other():
    request = TextToImage(prompt="a dragon, red hat")
    changed = words_of.otherwise(request, 2, 1.5)
    places = [place for place, _weight in changed.token_weights]
    assert places == list(range(2, 2 + len(places))) and len(places) > 1
    assert words_of.otherwise(request, 0, 0.0) is None and words_of.otherwise(request, 3, 1.0) is None


def sentences(app, words):
    return words(app).replace("\\", "")


def test_the_sentence_counts_what_is_asked_and_what_is_drawn(visit, drawing, words):
    request = TextToImage(prompt="a sad person with sunglasses", num_inference_steps=4)
    kept, asked = reading.score(reading.rows(request.prompt, drawing.run(request).trace().last))
    shown = sentences(visit("text-to-image", prompt=request.prompt, steps="4"), words)
    assert f"Of {asked} things you asked for, the classifier finds **{kept}**" in shown


def test_words_outside_its_world_are_named(visit, drawing, words):
    app = visit("text-to-image", prompt="a cat in a spaceship", steps="2")
    assert any("cat" in i.value and "spaceship" in i.value for i in app.info)


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a person 😀", "can't read"),
        ("一个人", "can't read"),
        ("a hat " * 1700, "characters"),
        ("red " * 60, "tokens"),
        ("<script>alert(1)</script>", "can't read"),
        ("**b** $x$", "can't read"),
    ],
)
def test_a_prompt_it_cannot_read_is_said_in_a_sentence_and_kept(visit, drawing, words, prompt, said):
    app = visit("text-to-image", prompt=prompt, steps="2")
    assert not app.exception
    assert any(said in w.value for w in app.warning)
    assert app.text_area(key="prompt").value == prompt.strip() or app.text_area(key="prompt").value == prompt


def test_an_empty_prompt_asks_for_any_person(visit, drawing, words):
    app = visit("text-to-image", prompt="", steps="2")
    assert not app.exception and not app.warning


def test_a_scheduler_without_any_signal_at_its_first_step_runs_too(visit, drawing):
    assert not visit("text-to-image", prompt="a sad person", steps="2", scheduler="ddim").exception


def test_the_parts_show_their_numbers(visit, drawing, words):
    for part in ("tokens", "embedding", "maps", "scheduler", "decoder"):
        app = visit("text-to-image", prompt="a hat", steps="2", part=part)
        assert not app.exception, part
    assert "49,152 numbers" in sentences(app, words)


def test_the_prediction_is_answered_by_a_run_at_guidance_0(visit, drawing, words):
    request = TextToImage(prompt="a sad person with sunglasses", num_inference_steps=4, guidance_scale=0)
    free = reading.score(reading.rows(request.prompt, drawing.run(request).trace().last))[0]
    app = visit("text-to-image", prompt=request.prompt, steps="4")
    app.button_group(key="_guess_text-to-image").set_value("not_sure").run()
    assert f"At guidance 0 the picture shows {free} of 2" in sentences(app, words)
