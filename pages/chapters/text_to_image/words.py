"""One word left out or weighted, and a second run from the same noise beside the first."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from models.diffusion import prompts
from models.diffusion.kinds import TextToImage
from models.engine import Trace
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.text_to_image import film, reading
from pages.chapters.text_to_image.drawing import changed
from pages.chapters.text_to_image.outcome import finished, request_of
from pages.figures.attributes import LABELS
from pages.figures.components.token_strip import TokenCell, token_strip
from pages.frame import controls, running

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'\-]*")
Span = tuple[int, int]


def spans(prompt: str) -> list[Span]:
    """Start and end of each word of a prompt."""
    return [match.span() for match in _WORD.finditer(prompt)]


def positions(prompt: str, span: Span) -> list[int]:
    """The tokens of a word, counted from 1; the start token is 0."""
    pieces = enumerate(prompts.pieces(prompt), 1)
    return [i for i, piece in pieces if span[0] <= piece.start and piece.end <= span[1]]


def without(prompt: str, span: Span) -> str:
    """The prompt without one word, and without the double space or the space before a comma that it leaves."""
    left = " ".join((prompt[: span[0]] + prompt[span[1] :]).split())
    return re.sub(r" ([,.!?])", r"\1", left)


def otherwise(request: TextToImage, word: int, weight: float) -> TextToImage | None:
    """The request with one word changed (counted from 1); None where there is no such word, or nothing changes."""
    words = spans(request.prompt)
    if not 1 <= word <= len(words) or weight == 1:
        return None
    if weight == 0:
        return changed(request, prompt=without(request.prompt, words[word - 1]))
    return changed(request, token_weights=tuple((i, weight) for i in positions(request.prompt, words[word - 1])))


def _toggle(prompt: str, chip: int) -> None:
    """Nothing, where the field holds another prompt: at its place stands another word."""
    if controls.value("prompt") == prompt:
        controls.put(word=0 if controls.value("word") == chip + 1 else chip + 1)


def draw(trace: Trace) -> None:
    """The words as chips; with one chosen, both runs under one slider and what differs."""
    request = request_of(trace)
    st.header(_("Change one word, keep the noise"), anchor=False)
    words = [request.prompt[a:b] for a, b in spans(request.prompt)]
    if not words:
        st.markdown(_("Your prompt has no words. Type some, then leave one out here."))
        return
    word = min(int(controls.keep("word")), len(words))
    left, right = st.columns((7, 3), gap="large", vertical_alignment="bottom")
    with left:
        token_strip(
            [TokenCell(text=text, title=_("Leave this word out, or weight it")) for text in words],
            key="words",
            label=_("The words of the prompt"),
            selected=word - 1 if word else None,
            on_pick=partial(_toggle, request.prompt),
        )
    with right:
        weight = float(controls.draw("weight") if word else controls.default("weight"))
    second = otherwise(request, word, weight)
    if second is None:
        st.markdown(f":small[{_('Pick a word. The picture is drawn again from the same noise, without it.')}]")
        return
    other = running.aside(second)
    if other is None or not finished(trace) or not finished(other):
        return
    _compare(trace, other, words[word - 1], weight)


def _compare(trace: Trace, other: Trace, word: str, weight: float) -> None:
    title = _("without “{word}”") if weight == 0 else _("“{word}” × {weight}")
    film.pair(trace, other, (_("your prompt"), title.format(word=word, weight=show(weight, "g"))))
    first = reading.rows(request_of(trace).prompt, trace.last)
    second = reading.rows(request_of(other).prompt, other.last)
    differing = [
        f"**{_(LABELS[a.attribute])}**: {reading.value(a)} → {reading.value(b)}"
        for a, b in zip(first, second, strict=True)
        if (a.seen or b.seen) and (a.drawn, a.seen) != (b.drawn, b.seen)
    ]
    if not differing:
        st.markdown(fill(_("The classifier reads the same twelve attributes in both pictures."), {}))
        return
    count = fill(_("{n:d} of 12 attributes differ:"), {"n": len(differing)})
    st.markdown(f"{count} {' · '.join(differing)}")
