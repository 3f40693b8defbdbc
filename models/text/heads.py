"""What kind of head an attention head is, measured on one text. Numpy only, so that pages may use it.

Sources: previous-token and induction heads, Olsson et al. 2022, arXiv:2209.11895; attention on the first token
("attention sink"), Xiao et al. 2023, arXiv:2309.17453.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Shares = NDArray[np.floating]
FIRST_QUERY = 2  # the token before token 1 is the first token: the two kinds cannot be told apart there


def previous_token(attentions: Shares) -> Floats:
    """(layers, heads, n, n) → (layers, heads): mean share of attention on the token just before. NaN under 3 tokens."""
    return _mean([attentions[..., i, i - 1] for i in range(FIRST_QUERY, attentions.shape[-1])], attentions)


def first_token(attentions: Shares) -> Floats:
    """(layers, heads, n, n) → (layers, heads): mean share of attention on the very first token. NaN under 3 tokens."""
    return _mean([attentions[..., i, 0] for i in range(FIRST_QUERY, attentions.shape[-1])], attentions)


def induction(attentions: Shares, input_ids: NDArray[np.integer]) -> Floats:
    """(layers, heads, n, n), (n,) → (layers, heads): for tokens that occurred earlier in the text, the mean share of
    attention on the tokens that came after them then. NaN if no token repeats."""
    shares = []
    for i in range(FIRST_QUERY, len(input_ids)):
        followers = [j for j in range(1, i) if input_ids[j - 1] == input_ids[i]]
        if followers:
            shares.append(attentions[..., i, followers].astype(np.float32).sum(-1))
    return _mean(shares, attentions)


def _mean(shares: list[Shares], like: Shares) -> Floats:
    if not shares:
        return np.full(like.shape[:2], np.nan, np.float32)
    mean: Floats = np.mean(np.stack(shares).astype(np.float32), axis=0)
    return mean
