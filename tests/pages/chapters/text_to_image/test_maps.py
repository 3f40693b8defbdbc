"""The map of a word is the mean over what is chosen."""

import numpy as np

from models.diffusion.kinds import TextToImage
from pages.chapters.text_to_image import maps
from pages.chapters.text_to_image.outcome import frames
from tests.arrays import assert_allclose, assert_array_equal


def test_the_mean_map_is_the_mean_of_layers_and_heads(drawing):
    trace = drawing.run(TextToImage(prompt="a hat", num_inference_steps=2, film=False, attention_maps=True)).trace()
    steps = frames(trace.steps)
    whole, one = maps.mean_maps(trace, "all", "all"), maps.mean_maps(trace, "2", "3")
    assert whole.shape == (2, 16, 16, 4)
    assert_allclose(whole[1], steps[1].cross_attention.astype(np.float32).mean((0, 1)), atol=1e-3)
    assert_array_equal(one[0], steps[0].cross_attention[2, 3])
