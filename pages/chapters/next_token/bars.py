"""The text as tokens, and the likeliest next tokens as bars to click."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from models.text import tokenizer
from pages.basics.language import _
from pages.chapters.next_token.trail import append, fixed, offer
from pages.figures.components.bars import Bar, probability_bars
from pages.figures.components.token_strip import TokenCell, token_strip

DRAWS = 1000  # samples to compare the bars with


def strip(input_ids: NDArray[np.integer]) -> None:
    """input_ids: (n,) of the text."""
    cells = [
        TokenCell(text=tokenizer.visible(i), sub=str(i), special=tokenizer.is_special(i)) for i in input_ids.tolist()
    ]
    token_strip(
        cells,
        key="prompt_tokens",
        label=_("Your text as tokens, with their ids"),
        pickable=False,
        selected=len(cells) - 1,
    )


def draw(
    text: str,
    order: NDArray[np.integer],
    probs: NDArray[np.floating],
    kept: NDArray[np.bool_],
    counts: NDArray[np.integer] | None,
) -> None:
    """text: what they come after. order: ids of the shown tokens. Of the whole vocabulary: probs, what the filters
    kept, how often each was picked in DRAWS samples (None: no samples)."""
    rows = [
        Bar(
            id=i,
            text=tokenizer.visible(i),
            prob=float(probs[i]),
            kept=bool(kept[i]),
            second=None if counts is None else counts[i] / DRAWS,
            title=offer(),
        )
        for i in order.tolist()
    ]
    probability_bars(
        rows,
        key="bars",
        label=_("The {n} likeliest next tokens and their probabilities").format(n=len(rows)),
        on_pick=partial(append, text),
        pickable=not fixed(),
        second_label="" if counts is None else _("share of {n:,} picks").format(n=DRAWS),
    )
