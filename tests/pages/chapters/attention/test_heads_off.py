"""Heads switched off, as the address writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.engine.errors import InvalidRequest
from pages.chapters.attention.heads_off import Ablation, read, write

PAIRS = st.sets(st.tuples(st.integers(0, 29), st.integers(0, 8)))


@given(PAIRS)
def test_written_heads_are_read_back(pairs):
    assert read(write(tuple(pairs))) == (tuple(sorted(pairs)), [])


@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error_and_gives_only_heads_there_are(text):
    pairs, _wrong = read(text)
    assert all(0 <= layer < 30 and 0 <= head < 9 for layer, head in pairs)


def test_a_whole_layer_is_written_short():
    assert write(tuple((4, head) for head in range(9))) == "4.*"


@pytest.mark.parametrize("raw", ["30.0", "0.9", "-1.0", "a", "3", "0.0,x"])
def test_a_head_there_is_not_is_named(raw):
    with pytest.raises(InvalidRequest) as error:
        Ablation(off=raw)
    assert error.value.values["value"] in raw
