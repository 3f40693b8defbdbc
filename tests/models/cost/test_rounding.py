"""Coarser numbers are the nearest that their format has, and what was measured with them is consistent."""

import numpy as np
import pytest
import torch

from models.cost import arithmetic, measured
from models.cost.rounding import BLOCK, FORMATS, bits_of, rounded
from models.cost.sentences import SENTENCES
from models.text import tokenizer
from models.text.architecture import SMOLLM2
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


def test_what_was_stored_of_a_sentence_is_what_plain_transformers_gives_with_weights_rounded_by_torch(plain):
    def coarse(weight):
        blocks = weight.reshape(-1, BLOCK)
        scale = (blocks.abs().amax(1, keepdim=True) / 3).half().float()
        return (torch.round(blocks / scale).nan_to_num().clamp(-3, 3) * scale).reshape(weight.shape)

    stored = measured.rounded()
    parameters = {name: coarse(p) if p.ndim == 2 else p for name, p in plain.named_parameters()}
    ids = torch.tensor([tokenizer.encode(SENTENCES[0])])
    n = ids.shape[1]
    with torch.no_grad():
        p = plain(ids).logits[0].double().log_softmax(-1)
        q = torch.func.functional_call(plain, parameters, (ids,)).logits[0].double().log_softmax(-1)
    kl = (p.exp() * (p - q)).sum(-1) / np.log(2)
    assert_allclose(stored["3 bits"].kl_bits[:n], kl, atol=0.01, rtol=0.01)
    for name, row in (("fp32", p), ("3 bits", q)):
        nats = -row[:-1].gather(1, ids[0, 1:, None])[:, 0]
        assert_allclose(stored[name].nats[: n - 1], nats, atol=0.01, rtol=0.01)


def test_what_was_stored_is_of_all_sentences():
    stored = measured.rounded()
    exact = stored["fp32"]
    assert exact.agreed == exact.tokens == sum(tokenizer.count(text) for text in SENTENCES)
    assert max(exact.kl_bits) == 0
    assert all(len(row.nats) == exact.tokens - len(SENTENCES) for row in stored.values())
    numbers = arithmetic.matrix_numbers(SMOLLM2)
    assert {name: row.nbytes for name, row in stored.items()} == {n: numbers * bits_of(n) // 8 for n in FORMATS}
