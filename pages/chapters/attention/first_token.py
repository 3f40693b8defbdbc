"""How much attention goes to the first token, where many heads park."""

from __future__ import annotations

import numpy as np

from models.engine import Trace
from pages.basics import theme
from pages.basics.language import _
from pages.chapters.attention import charts
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    """For each layer, the mean over heads and later tokens."""
    attentions = trace.last.attentions
    layers, _heads, length, _keys = attentions.shape
    # A text of one token has no later ones.
    shares = attentions[:, :, 1:, 0].astype(np.float32).mean((1, 2)) if length > 1 else np.ones(layers)
    page.figure(
        charts.where_it_looks(np.arange(layers), shares, theme.palette()),
        key="parked",
        alt=_("Share of attention on the first token in each layer, averaged over heads and later tokens."),
    )
