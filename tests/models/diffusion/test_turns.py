"""Pictures in one worker take turns, step by step: each is the very picture that it is alone, bit for bit.

As one batch they would not be: on the machine where it was measured, the noise that the network predicts for a picture
changes by up to 2e-6 with the number of pictures beside it, from the order of sums.
"""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from models import images
from models.engine.batch import Batch
from models.engine.image_requests import AddNoise, Denoise, Encode, TextToImage
from models.engine.messages import Ended, Made, Start
from models.engine.trace import fields

REQUESTS = [
    TextToImage(prompt="an elf with a beard", num_inference_steps=3, seed=1, film=False),
    TextToImage(prompt="an elf with a beard", num_inference_steps=2, seed=1, scheduler="euler", attention_maps=True),
    TextToImage(prompt="a sad person", num_inference_steps=4, seed=2, scheduler="ddpm", guidance_scale=7, film=False),
    Denoise(num_inference_steps=3, seed=1, eta=1.0, film=False),
    AddNoise(frames=2, seed=3),
    Encode(model="codec", picture="sample:3"),
]


@pytest.fixture(scope="module")
def model():
    return images.load(lambda template, **values: None)


def test_by_turns_each_request_gets_the_bits_it_gets_alone(model):
    heard = []
    batch = Batch(images, model, heard.append)
    for number, request in enumerate(REQUESTS):
        batch.begin(Start(number, request))
    while len(batch):
        batch.turn(set(range(len(REQUESTS))))
    assert [m.how for m in heard if isinstance(m, Ended)] == ["done"] * len(REQUESTS)
    assert [m.run for m in heard if isinstance(m, Made)][:8] == [0, 1, 2, 3, 4, 5, 0, 1], "not one after the other"
    for number, request in enumerate(REQUESTS):
        together = [m.step for m in heard if isinstance(m, Made) and m.run == number]
        alone = list(images.run(model, request))
        assert len(together) == len(alone)
        for mine, theirs in zip(together, alone, strict=True):
            for name, value in fields(theirs).items():
                assert_array_equal(fields(mine)[name], value, err_msg=name, strict=isinstance(value, np.ndarray))
