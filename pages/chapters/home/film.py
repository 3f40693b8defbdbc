"""What plays on Home: a text recorded while it was written, with the alternatives; a picture while it was drawn."""

from __future__ import annotations

import math
from itertools import accumulate

import streamlit as st

from models.diffusion.kinds import DenoiseStep, TextToImage
from models.engine.trace import Trace
from models.text import tokenizer
from models.text.kinds import Write, WriteStep
from pages.basics.language import _
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.figures.components.writing_film import WritingFrame, writing_film

SIDE = 340  # pixels of the picture
SHOWN = 6  # likeliest tokens; below them the chosen one if it is none of them


def writing(trace: Trace | None) -> None:
    """The text, token by token; nothing where there is no trace."""
    if trace is None:
        return
    request = trace.request
    assert isinstance(request, Write)
    _source(trace)
    writing_film(request.prompt, frames(trace), key="demonstration", label=_("A text being written"))


def picture(trace: Trace | None) -> None:
    """What each step of the default prompt's drawing predicts; nothing where there is no trace."""
    if trace is None:
        return
    request = trace.request
    assert isinstance(request, TextToImage)
    with st.container(width=SIDE, key="home-picture", gap="xsmall"):
        _source(trace)
        previews = [step.preview for step in trace.steps if isinstance(step, DenoiseStep) and step.preview is not None]
        told = [_("step {i} of {n}").format(i=i, n=len(previews)) for i in range(1, len(previews) + 1)]
        lane = PictureLane(title=_("A picture being drawn"), frames=[latents.png(p) for p in previews], captions=told)
        picture_film([lane], [request.prompt] * len(previews), key="home-film", label=lane.title, autoplay=True)


def _source(trace: Trace) -> None:
    st.markdown(
        f":small[**{_(trace.provenance)}** · {_(trace.model.name)}]",
        help=_("Prepared: recorded in advance with this model, so that it plays at once."),
    )


def frames(trace: Trace, shown: int = SHOWN) -> list[WritingFrame]:
    """One frame per written token. The probabilities are the model's own, before temperature and filters."""
    steps = [step for step in trace.steps if isinstance(step, WriteStep)]
    # Each text is what a token adds to the text so far: a character may be spread over several tokens.
    so_far = ["", *(tokenizer.decode(ids).rstrip("\ufffd") for ids in accumulate([step.token_id] for step in steps))]
    return [
        _frame(step, text.removeprefix(before), shown)
        for step, before, text in zip(steps, so_far, so_far[1:], strict=False)
    ]


def _frame(step: WriteStep, text: str, shown: int) -> WritingFrame:
    rows = list(zip(step.top_ids[:shown].tolist(), step.top_probs[:shown].tolist(), strict=True))
    if step.token_id not in dict(rows):
        rows.append((step.token_id, math.exp(step.logprob)))
    return WritingFrame(
        piece=tokenizer.visible(step.token_id),
        text=text,
        candidates=[(tokenizer.visible(token_id), prob) for token_id, prob in rows],
        chosen=[token_id for token_id, _ in rows].index(step.token_id),
    )
