"""The prediction of Attention: what happens to the leading token without the attention of layer 0."""

from __future__ import annotations

from pages.figures.charts import Floats


def answer(before: Floats, ablated: Floats) -> str:
    """The key of the right option. Both (vocab_size,): probabilities with all heads, and without those of layer 0."""
    top = before.argmax()
    return "loses" if ablated.argmax() != top else "stays" if ablated[top] >= before[top] / 2 else "falls"
