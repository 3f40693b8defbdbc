"""The walk: both faces cross-faded, a straight line and an arc through the latent space, place by place."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from models.classifier.kinds import PictureStep
from models.engine import Trace
from models.engine.translation import N_
from models.vae.kinds import EncodeStep, Walk
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.latent_space import charts
from pages.figures import latents
from pages.figures.attributes import in_words
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import controls
from pages.frame.export import Table
from pages.frame.frame import Frame

PATHS = ("pixels", "linear", "spherical")
MOST = 10  # numbers drawn at first


def ends(trace: Trace) -> tuple[EncodeStep, EncodeStep]:
    """The two faces, encoded."""
    first, second = (step for step in trace.steps if isinstance(step, EncodeStep))
    return first, second


def paths(trace: Trace) -> dict[str, list[PictureStep]]:
    """The frames of each of PATHS."""
    steps = [step for step in trace.steps if isinstance(step, PictureStep)]
    n = len(steps) // len(PATHS)
    return {name: steps[i * n : (i + 1) * n] for i, name in enumerate(PATHS)}


def length(step: PictureStep) -> float:
    """Of its 32 numbers: how far from the middle of the latent space it lies."""
    return float(np.linalg.norm(step.latents))


def _lanes(trace: Trace, lengths: bool) -> list[PictureLane]:
    """lengths: whether the captions tell how far from the middle each frame lies, which is what the prediction asks."""
    frames = paths(trace)
    titles = {"pixels": _("Cross-faded"), "linear": _("Straight line"), "spherical": _("Arc")}
    shares = [(1 - s.position, s.position) for s in frames["pixels"]]
    over = [_("{a} first + {b} second").format(a=show(a, ".0%"), b=show(b, ".0%")) for a, b in shares]
    caption = _("length {n:.1f} · {read}") if lengths else "{read}"
    captions = {"pixels": over} | {
        name: [caption.format(n=length(s), read=in_words(s.read_values)) for s in frames[name]] for name in PATHS[1:]
    }
    return [
        PictureLane(title=titles[name], frames=[latents.png(s.picture) for s in frames[name]], captions=captions[name])
        for name in PATHS
    ]


def draw(page: Frame, trace: Trace) -> None:
    """First face, film and second face in a row, and the numbers of both faces below."""
    at = min(int(controls.keep("at")), len(paths(trace)["linear"]))
    with st.container(horizontal=True, gap="small", key="latent-walk"):
        first, film, second = (st.container(gap=None, key=f"latent-{name}") for name in ("first", "film", "second"))
    # What was encoded: after an error, the faces of the figure.
    for place, step, name in zip((first, second), ends(trace), (_("First face"), _("Second face")), strict=True):
        place.image(step.picture, alt=name)
        place.markdown(f":small[{name}]")
    with film:
        _film(page, trace, at)
    _numbers(page, trace, at)


def _film(page: Frame, trace: Trace, at: int) -> None:
    """On arrival it plays once, and then shows the face halfway between."""
    request = trace.request
    assert isinstance(request, Walk)
    picture_film(
        memo.of(trace, ("lanes", page.words.guessed), lambda: _lanes(trace, page.words.guessed)),
        [_("{share} of the way").format(share=show(s.position, ".0%")) for s in paths(trace)["linear"]],
        key="walk",
        label=_("From the first face to the second"),
        at=at - 1,
        autoplay=page.shows(request) and controls.value("at") == controls.default("at"),
        per_second=3,
        frame_name=N_("Place"),
        on_show=lambda frame: controls.put(at=frame + 1),
    )


def _numbers(page: Frame, trace: Trace, at: int) -> None:
    """The numbers in which the two faces differ most; all of them on request."""
    a, b = ends(trace)
    shown, palette = paths(trace)["linear"][at - 1], theme.palette()
    between = None if shown.position in (0, 1) else shown.latents
    most = np.sort(np.argsort(-np.abs(a.mu - b.mu), kind="stable")[:MOST])

    def chart(which: NDArray[np.integer], key: str, alt: str) -> None:
        figure = memo.of(
            trace,
            (key, shown.position, palette),
            lambda: charts.numbers((a.mu, a.logvar), (b.mu, b.logvar), which, between, palette),
        )
        page.figure(figure, key, alt)

    alt = _("The {n} numbers in which the two faces differ most: means as bars and rings, whiskers of one deviation.")
    chart(most, "numbers", alt.format(n=MOST))
    with st.expander(_("All 32 numbers"), icon=":material/bar_chart:", expanded=page.deep):
        alt = _("The 32 numbers of both faces: their means as bars and rings, with a whisker of one deviation.")
        chart(np.arange(len(a.mu)), "all-numbers", alt)


def table(trace: Trace) -> Table:
    a, b = ends(trace)
    columns: dict[str, Any] = {_("number"): list(range(1, len(a.mu) + 1))}
    for name, step in ((_("1st face"), a), (_("2nd face"), b)):
        columns |= {
            _("μ, {face}").format(face=name): [round(float(v), 4) for v in step.mu],
            _("σ, {face}").format(face=name): [round(float(v), 4) for v in np.exp(step.logvar / 2)],
        }
    return columns
