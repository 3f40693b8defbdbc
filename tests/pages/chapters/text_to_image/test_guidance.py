"""The four pictures of guidance are the parts of one sum."""

import numpy as np

from pages.basics.theme import LIGHT
from pages.chapters.text_to_image import guidance
from pages.chapters.text_to_image.noise import difference, rms, unguided
from pages.chapters.text_to_image.outcome import frames
from tests.arrays import assert_allclose


def test_the_four_guidance_pictures_recombine_to_the_prediction_that_is_used(drawn):
    for step in frames(drawn.steps):
        assert_allclose(unguided(step) + 4.0 * difference(step), step.noise_pred, atol=1e-5)
    lanes = guidance.lanes(drawn, LIGHT)
    assert [len(lane.frames) for lane in lanes] == [4] * 4
    assert lanes[2].captions[1] == f"size {rms(4.0 * difference(frames(drawn.steps)[1])):.3f}"


def test_the_scale_of_the_difference_holds_all_but_its_largest_hundredth(drawn):
    sizes = np.sort(np.abs([4.0 * difference(step) for step in frames(drawn.steps)]).ravel())
    reach = guidance.reach(drawn)
    assert np.mean(sizes > reach) <= 0.01 and f"{reach:g}".strip("0.") in "123456789"
    assert reach / sizes[int(0.99 * len(sizes))] < 2, "no larger than its next digit"
