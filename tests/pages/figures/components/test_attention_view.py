"""How attention is made small enough to travel, and that its numbers survive."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.figures.components.attention_view import attention_view, thumbnails


def causal(layers: int, heads: int, n: int) -> np.ndarray:
    scores = np.random.default_rng(n).normal(size=(layers, heads, n, n)) * 3
    weights = np.where(np.tril(np.ones((n, n), bool)), np.exp(scores), 0)
    return (weights / weights.sum(-1, keepdims=True)).astype(np.float16)


@pytest.mark.parametrize("n", [1, 5, 24])
def test_a_short_text_keeps_every_cell(n):
    attentions = causal(2, 3, n)
    assert np.array_equal(thumbnails(attentions), np.rint(255 * attentions.astype(np.float32)))


@pytest.mark.parametrize("n", [25, 40, 100, 256])
def test_a_long_text_is_pooled_by_maximum(n):
    attentions = causal(2, 2, n)
    pooled = thumbnails(attentions)
    assert pooled.shape == (2, 2, 24, 24)
    edges = [i * n // 24 for i in range(24)] + [n]
    for y in range(24):
        for x in range(24):
            block = attentions[..., edges[y] : edges[y + 1], edges[x] : edges[x + 1]].astype(np.float32)
            assert np.array_equal(pooled[..., y, x], np.rint(255 * block.max((-2, -1))))


def view_app():
    import numpy as np

    from pages.figures.components.attention_view import HeadKind, attention_view, thumbnails

    attentions = np.zeros((30, 9, 2, 2), np.float16)
    attentions[..., 0, 0], attentions[..., 1, :] = 1, (0.3416, 0.6584)
    kinds = {(3, 4): HeadKind(look="previous", share=0.92, text="previous token, 92 %")}
    attention_view(
        ["The", "␣cat"], thumbnails(attentions), attentions[3, 4], layer=3, head=4, key="a", label="l", kinds=kinds
    )


def test_shares_travel_as_the_float16_numbers_they_are():
    data = AppTest.from_function(view_app).run().get("bidi_component")[0].proto.bytes
    size = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + size])
    assert head["sizes"] == [30 * 9 * 2 * 2, 2 * 2 * 2]
    assert head["kinds"] == [[3, 4, "previous", 0.92, "previous token, 92 %"]]
    assert np.array_equal(np.frombuffer(data[-8:], "<f2"), np.array([1, 0, 0.3416, 0.6584], np.float16))


def test_a_matrix_of_another_size_is_refused():
    with pytest.raises(ValueError, match="3 tokens"):
        attention_view(list("abc"), np.zeros((1, 1, 2, 2)), np.zeros((2, 2)), layer=0, head=0, key="k", label="l")
