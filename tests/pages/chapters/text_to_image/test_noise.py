"""What the words change in the noise is what they change in the picture."""

from pages.chapters.text_to_image.noise import picture_difference
from pages.chapters.text_to_image.outcome import frames
from tests.arrays import assert_allclose


def test_what_words_change_in_the_picture_follows_from_what_they_change_in_the_noise(drawn):
    def clean(step, noise):
        a = step.alpha_cumprod
        return (step.latents - (1 - a) ** 0.5 * noise) / a**0.5

    for step in frames(drawn.steps)[1:]:  # at the first, ᾱ is nearly 0 and float32 has no digits left
        expected = clean(step, step.noise_pred_text.astype(float)) - clean(step, step.noise_pred_uncond.astype(float))
        assert_allclose(picture_difference(step), expected, atol=1e-4)
