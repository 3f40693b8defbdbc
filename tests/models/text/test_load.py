"""The weights as we read them, against gguf's and transformers' own readers."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest
from gguf import GGMLQuantizationType
from gguf.quants import dequantize
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core import caching

from models.text import gguf_file, infer, tokenizer
from models.text.blocks import Q4_1, Q8_0
from models.text.compiled import compiled
from models.text.net import forward, new_cache
from models.weights import store
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def tensors():
    return gguf_file.read(store.ensure())[1]


@pytest.mark.parametrize("name", ["blk.0.attn_q.weight", "blk.17.ffn_down.weight", "blk.29.ffn_gate.weight"])
def test_the_product_with_4_bit_blocks_is_that_of_the_dequantised_weights(tensors, name):
    kind, data = tensors[name]
    matrix = dequantize(data, GGMLQuantizationType[kind]).astype(np.float64)
    x = np.random.default_rng(0).normal(size=(9, matrix.shape[1])).astype(np.float32)
    expected = x @ matrix.T
    assert_allclose(Q4_1(data)(x), expected, atol=1e-6 * np.abs(x).max() * np.abs(matrix).sum(1).max())


def test_the_output_layer_and_the_embeddings_are_those_of_the_dequantised_weights(tensors):
    kind, data = tensors["token_embd.weight"]
    matrix = dequantize(data, GGMLQuantizationType[kind])
    ours = Q8_0(data)
    ids = np.array([0, 2, 31, 32, 49_151])
    assert_array_equal(ours.take(ids), matrix[ids])
    x = np.random.default_rng(0).normal(size=(3, matrix.shape[1])).astype(np.float32)
    assert_allclose(ours(x), x.astype(np.float64) @ matrix.T, atol=2e-5)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 5))
def test_any_blocks_give_the_product_of_ggufs_own_dequantisation(seed, groups, n):
    rng = np.random.default_rng(seed)
    for matrix, kind, size in ((Q4_1, GGMLQuantizationType.Q4_1, 20), (Q8_0, GGMLQuantizationType.Q8_0, 34)):
        blocks = rng.integers(0, 256, (32 * groups, 3, size), np.uint8)
        scales = rng.normal(size=(32 * groups, 3, 2)).astype(np.float16)  # any bytes would hold NaN
        blocks[..., : 4 if size == 20 else 2] = scales.view(np.uint8)[..., : 4 if size == 20 else 2]
        data = blocks.reshape(32 * groups, -1)
        x = rng.normal(size=(n, 96)).astype(np.float32)
        expected = x.astype(np.float64) @ dequantize(data, kind).astype(np.float64).T
        assert_allclose(matrix(data)(x), expected, rtol=1e-4, atol=1e-5 * np.abs(dequantize(data, kind)).max() * 96)


def test_a_vectors_product_has_the_same_bits_whatever_stands_beside_it(tensors):
    for matrix in (Q4_1(tensors["blk.3.ffn_down.weight"][1]), Q8_0(tensors["token_embd.weight"][1])):
        width = 1536 if isinstance(matrix, Q4_1) else 576
        x = np.random.default_rng(1).normal(size=(33, width)).astype(np.float32)
        together = matrix(x)
        for rows in (slice(0, 1), slice(5, 7), slice(30, 33)):
            assert_array_equal(matrix(x[rows]), together[rows])


def test_a_token_has_the_same_bits_read_at_once_or_one_by_one(net):
    ids = np.array([tokenizer.encode("The quick brown fox jumps over the lazy dog.")])
    at_once = forward(net, ids, new_cache(net, 1, ids.shape[1]))
    cache = new_cache(net, 1, ids.shape[1])
    one_by_one = [forward(net, ids[:, i : i + 1], cache)[:, 0] for i in range(ids.shape[1])]
    assert_array_equal(at_once[0], np.concatenate(one_by_one))


def test_the_bits_do_not_depend_on_the_number_of_threads():
    code = (
        "import hashlib, numba; from models.text import infer; from models.text.kinds import NextToken;"
        "from models.engine.asking import steps_of;"
        "net = infer.load(lambda *a, **k: None); (step,) = steps_of(infer, net, NextToken());"
        "print(numba.get_num_threads(), hashlib.sha256(step.logits.tobytes()).hexdigest())"
    )
    one, two = (
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"NUMBA_NUM_THREADS": n},
            cwd=Path(infer.__file__).parents[2],
        ).stdout.split()
        for n in "12"
    )
    assert (one[0], two[0]) == ("1", "2")
    assert one[1] == two[1]


def test_where_no_compiled_code_can_be_kept_it_is_compiled_at_each_start(monkeypatch):
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])  # as on a read-only disk without a home
    with pytest.raises(RuntimeError, match="cannot cache"):
        numba.njit(lambda x: x + 1, cache=True)
    assert compiled(lambda x: x + 1)(2) == 3


def test_reading_stops_with_a_sentence_at_a_file_that_is_no_gguf(tmp_path):
    other = tmp_path / "weights.gguf"
    other.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(ValueError, match="no GGUF file"):
        gguf_file.read(other)


def test_the_settings_are_those_of_the_model_card(net):
    config = net.config
    assert (config.num_hidden_layers, config.num_attention_heads, config.num_key_value_heads) == (30, 9, 3)
    assert (config.head_dim, config.rope_theta) == (64, 100_000)
    info = infer.describe(net)
    assert (info.name, info.sha256) == ("SmolLM2-135M-Instruct", store.SMOLLM2.sha256)


def test_the_text_family_needs_neither_torch_nor_transformers_nor_streamlit(modules_after):
    loaded = modules_after("from models.text import infer; infer.load(lambda *a, **k: None)")
    assert not {"torch", "transformers", "diffusers", "streamlit", "gguf"} & loaded
