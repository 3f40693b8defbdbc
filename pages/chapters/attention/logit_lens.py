"""The logit lens: what each layer would write if it were the last."""

from __future__ import annotations

from models.engine import Trace
from models.text import tokenizer
from models.text.kinds import AttendStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.chapters.attention import charts
from pages.frame.frame import Frame


def draw(page: Frame, trace: Trace) -> None:
    """The likeliest tokens at each depth, and how the final favourite rises."""
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
        alt=_("Probability of the token that leads in the end, layer by layer."),
    )
