"""The lower figures of Attention: what each layer would write (the logit lens), and what goes to the first token."""

from __future__ import annotations

import numpy as np

from models.engine import Trace
from models.text import tokenizer
from models.text.kinds import AttendStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.chapters.attention import charts
from pages.frame.frame import Frame


def lens(page: Frame, trace: Trace) -> None:
    step, palette = trace.last, theme.palette()
    assert isinstance(step, AttendStep)
    names = [[tokenizer.visible(i) for i in row] for row in step.lens_ids.tolist()]
    page.figure(
        memo.of(trace, ("lens", palette), lambda: charts.logit_lens(names, step.lens_probs, palette)),
        key="lens",
        alt=_("The four likeliest next tokens after the embedding and after each layer."),
    )
    page.figure(
        memo.of(trace, ("rise", palette), lambda: charts.rise(step.lens_final_prob, names[-1][0], palette)),
        key="rise",
        alt=_("Probability of the final first token, layer by layer."),
    )


def parked(page: Frame, trace: Trace) -> None:
    attentions = trace.last.attentions
    layers, _heads, length, _keys = attentions.shape
    # A text of one token has no later ones.
    shares = attentions[:, :, 1:, 0].astype(np.float32).mean((1, 2)) if length > 1 else np.ones(layers)
    page.figure(
        charts.where_it_looks(np.arange(layers), shares, theme.palette()),
        key="parked",
        alt=_("Share of attention on the first token in each layer, averaged over heads and later tokens."),
    )
