"""Coarser numbers are the nearest that their format has, and what was measured with them is consistent."""

import numpy as np
import pytest
import torch

from models.cost import measured
from models.cost.measure import in_full
from models.cost.rounding import BLOCK, FORMATS, bits_of, rounded
from models.cost.sentences import SENTENCES
from models.text import sampling, tokenizer
from models.text.net import forward, new_cache
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def matrix():
    return np.random.default_rng(0).standard_normal((8, 64)).astype(np.float32)


@pytest.mark.parametrize(
    ("name", "dtype"), [("fp16", torch.float16), ("bf16", torch.bfloat16), ("fp32", torch.float32)]
)
def test_floats_are_rounded_as_torch_does(matrix, name, dtype):
    assert_array_equal(rounded(matrix, name), torch.from_numpy(matrix).to(dtype).float())


@pytest.mark.parametrize("name", [name for name in FORMATS if name.endswith("bits")])
def test_whole_numbers_are_the_nearest_of_their_blocks_scale(matrix, name):
    near, largest = rounded(matrix, name).reshape(-1, BLOCK), 2 ** (int(name[0]) - 1) - 1
    scales = (np.abs(matrix.reshape(-1, BLOCK)).max(1) / largest).astype(np.float16).astype(np.float32)
    for row, block, scale in zip(near, matrix.reshape(-1, BLOCK), scales, strict=True):
        candidates = scale * np.arange(-largest, largest + 1, dtype=np.float32)
        assert_allclose(row, candidates[np.abs(block[:, None] - candidates).argmin(1)], atol=1e-6)
    assert bits_of(name) == int(name[0]) + 0.5


def test_a_block_of_zeros_stays_zero():
    assert_array_equal(rounded(np.zeros((1, BLOCK), np.float32), "4 bits"), np.zeros((1, BLOCK)))


def test_a_stored_measurement_is_made_again_for_two_sentences(net, plain):
    """The exact network against plain transformers, and one coarser one against what is stored."""
    stored, place = measured.rounded(), 0
    coarse = in_full(net, "3 bits")
    for text in SENTENCES[:2]:
        ids = tokenizer.encode(text)
        with torch.no_grad():
            p = plain(torch.tensor([ids])).logits[0].double().log_softmax(-1).numpy()
        q = sampling.log_softmax(coarse.lm_head(forward(coarse, np.array([ids]), new_cache(coarse, 1, len(ids)))[0]))
        kl = (np.exp(p) * (p - q)).sum(-1) / np.log(2)
        assert_allclose(stored["3 bits"].kl_bits[place : place + len(ids)], kl, atol=0.02, rtol=0.02)
        place += len(ids)
    exact = stored["fp32"]
    assert exact.agreed == exact.tokens == sum(tokenizer.count(text) for text in SENTENCES)
    assert max(exact.kl_bits) == 0
    assert all(len(row.nats) == exact.tokens - len(SENTENCES) for row in stored.values())
    assert [row.nbytes for row in stored.values()] == sorted((row.nbytes for row in stored.values()), reverse=True)
