"""Cross-attention over the picture: the same run once more, this time keeping who looks at whom."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.engine import Trace
from pages.basics import memo
from pages.basics.language import _
from pages.chapters.text_to_image.drawing import changed
from pages.chapters.text_to_image.outcome import final, frames, request_of, tokens
from pages.figures import latents
from pages.figures.components.word_maps import word_maps
from pages.frame import controls, running
from pages.frame.frame import Frame


def mean_maps(trace: Trace, layer: str, head: str) -> np.ndarray:
    """(steps, 16, 16, tokens) float16 of one layer and head, or their mean where "all" is asked for."""
    of_steps = []
    for step in frames(trace.steps):
        maps = step.cross_attention
        assert maps is not None
        chosen = maps if layer == "all" else maps[int(layer)][None]
        chosen = chosen if head == "all" else chosen[:, int(head)][:, None]
        of_steps.append(chosen.mean((0, 1), dtype=np.float32).astype(np.float16))
    return np.stack(of_steps)


def draw(page: Frame, trace: Trace) -> None:
    request, steps = request_of(trace), frames(trace.steps)
    st.markdown(
        _(
            "Each of the 256 positions divides all its attention among the 48 positions of the text. Point at the "
            "picture, or drag a box on it, to see which words are looked at there. The arrow keys do the same."
        )
    )
    left, right = st.columns(2)
    with left:
        layer = controls.draw("layer")
    with right:
        head = controls.draw("head")
    looked = running.aside(changed(request, attention_maps=True, film=False))
    if looked is None or len(frames(looked.steps)) != len(steps):
        return
    words = tokens(trace)
    maps = memo.of(looked, ("maps", layer, head), lambda: mean_maps(looked, layer, head))
    pictures = memo.of(
        trace, "previews", lambda: [latents.png(final(trace) if s.preview is None else s.preview) for s in steps]
    )
    at = min(int(controls.keep("at")), len(steps))
    word_maps(
        words,
        maps,
        pictures,
        word=strongest(words, maps),
        at=at - 1,
        key="maps",
        label=_("Which words each position in the picture looks at"),
        on_show=lambda frame: controls.put(at=frame + 1),
    )
    st.markdown(
        f":small[{_('A bright spot looks at the word. The word can act there; that is no proof that it did.')}]"
    )


def strongest(words: list[str], maps: np.ndarray) -> int:
    """The word whose map varies most over the picture: the most telling one to begin with."""
    if len(words) < 3:
        return 0
    return 1 + int(maps.astype(np.float32).std((1, 2)).mean(0)[1:-1].argmax())
