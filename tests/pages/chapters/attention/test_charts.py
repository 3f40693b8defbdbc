"""The logit lens: depths that write the same first token share a row, and every row has its own depth's numbers."""

import numpy as np

from pages.chapters.attention import charts


def test_depths_with_the_same_first_token_share_the_row_of_the_last():
    pieces = [
        ["a", "b", "c", "d"],
        ["a", "c", "b", "d"],
        ["b", "a", "c", "d"],
        ["c", "a", "b", "d"],
        ["c", "b", "a", "d"],
    ]
    probs = np.arange(20).reshape(5, 4) / 100
    heat = charts.logit_lens(pieces, probs).data[0]
    assert list(heat.y) == ["embedding to layer 0", "layer 1", "layers 2 to 3"]
    assert [list(row) for row in heat.text] == [pieces[1], pieces[2], pieces[4]]
    assert np.allclose(heat.z, 100 * probs[[1, 2, 4]])
