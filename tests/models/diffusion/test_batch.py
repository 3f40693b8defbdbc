"""Pictures in one worker go through the network together: each is the very picture that it is alone, bit for bit."""

import numpy as np
import pytest
import torch

from models.diffusion import batch as diffusion_batch
from models.diffusion.batch import Predict, Together, one_batch
from models.diffusion.kinds import AddNoise, Denoise, TextToImage
from models.engine.asking import steps_of
from models.engine.local.batching import Batch
from models.engine.local.messages import Ended, Made, Start
from models.engine.trace import fields
from models.vae.kinds import Encode
from models.workers import pictures
from tests.arrays import assert_array_equal

REQUESTS = [
    TextToImage(prompt="an elf with a beard", num_inference_steps=3, seed=1, film=False),
    TextToImage(prompt="an elf with a beard", num_inference_steps=2, seed=1, scheduler="euler", attention_maps=True),
    TextToImage(prompt="a sad person", num_inference_steps=4, seed=2, scheduler="ddpm", guidance_scale=7, film=False),
    Denoise(num_inference_steps=3, seed=1, eta=1.0, film=False),
    AddNoise(frames=2, seed=3),
    Encode(model="codec", picture="sample:3"),
    TextToImage(prompt="", negative_prompt="a hat", num_inference_steps=3, seed=4, scheduler="ddim", eta=1.0),
]


@pytest.fixture(scope="module")
def model():
    return pictures.load(lambda template, **values: None)


def test_together_each_request_gets_the_bits_it_gets_alone(model):
    heard = []
    batch = Batch(pictures, model, heard.append)
    for number, request in enumerate(REQUESTS):
        batch.begin(Start(number, request))
    while len(batch):
        batch.turn(set(range(len(REQUESTS))))
    assert [m.how for m in heard if isinstance(m, Ended)] == ["done"] * len(REQUESTS)
    made = [m.number for m in heard if isinstance(m, Made)]
    assert sorted(made[:7]) == [0, 1, 2, 3, 4, 5, 6] and sorted(made[7:13]) == [0, 1, 2, 3, 4, 6], "by turns"
    for number, request in enumerate(REQUESTS):
        together = [m.step for m in heard if isinstance(m, Made) and m.number == number]
        alone = list(steps_of(pictures, model, request))
        assert len(together) == len(alone)
        for mine, theirs in zip(together, alone, strict=True):
            for name, value in fields(theirs).items():
                assert_array_equal(fields(mine)[name], value, err_msg=name, strict=isinstance(value, np.ndarray))


def asks(model, n):
    generator = torch.Generator().manual_seed(5)
    return [
        Predict(
            torch.randn(2, 4, 16, 16, generator=generator),
            torch.tensor(990 - 70 * i),
            torch.randn(2, 48, 192, generator=generator),
        )
        for i in range(n)
    ]


def sizes_used(monkeypatch, together, asked):
    """How many pictures each pass through the network had, and the answers."""
    used = []

    def counting(unet, group):
        used.append(len(group))
        return one_batch(unet, group)

    together(asked)  # finds out what this machine gives
    monkeypatch.setattr(diffusion_batch, "one_batch", counting)
    return used, together(asked)


@pytest.mark.parametrize(("n", "sizes"), [(1, [1]), (2, [2]), (3, [2, 1]), (4, [4]), (7, [4, 2, 1])])
def test_predictions_of_several_pictures_are_made_in_few_passes(model, monkeypatch, n, sizes):
    together = Together(model.diffusion.pipe.unet)
    together._same_bits = {2: True, 4: True}
    asked = asks(model, n)
    used, answers = sizes_used(monkeypatch, together, asked)
    assert used == sizes
    for ask, answer in zip(asked, answers, strict=True):
        expected = one_batch(model.diffusion.pipe.unet, [ask])[0]
        assert (answer - expected).abs().max() < 1e-5, "in the order they were asked"


def test_where_a_batch_changes_bits_pictures_are_computed_one_by_one(model, monkeypatch):
    unet = model.diffusion.pipe.unet
    monkeypatch.setattr(diffusion_batch, "SMALL", ())  # the small products too in one: their sums may go another way
    together = Together(unet)
    used, answers = sizes_used(monkeypatch, together, asks(model, 4))
    for ask, answer in zip(asks(model, 4), answers, strict=True):
        assert torch.equal(answer, one_batch(unet, [ask])[0])
    assert sum(used) == 4
    together._same_bits = {2: False, 4: False}
    used.clear()
    together(asks(model, 4))
    assert used == [1, 1, 1, 1]


def test_after_a_batch_the_network_is_as_it_was(model):
    unet = model.diffusion.pipe.unet
    before, own = one_batch(unet, asks(model, 1))[0], [vars(module).get("forward") for module in unet.modules()]
    one_batch(unet, asks(model, 3))
    assert torch.equal(one_batch(unet, asks(model, 1))[0], before)
    assert [vars(module).get("forward") for module in unet.modules()] == own
