"""The walk: both faces cross-faded, a straight line and an arc through the latent space, place by place."""

from __future__ import annotations

from typing import Any

import numpy as np

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
    """The film, and the numbers of both faces. On arrival it plays once, and then shows the face halfway between."""
    request = trace.request
    assert isinstance(request, Walk)
    at = controls.keep("at")
    straight = paths(trace)["linear"]
    picture_film(
        memo.of(trace, ("lanes", page.words.guessed), lambda: _lanes(trace, page.words.guessed)),
        [_("{share} of the way").format(share=show(s.position, ".0%")) for s in straight],
        key="walk",
        label=_("From the first face to the second"),
        at=min(at, len(straight)) - 1,
        autoplay=page.shows(request) and at == controls.default("at"),
        per_second=3,
        frame_name=N_("Place"),
        on_show=lambda frame: controls.put(at=frame + 1),
    )
    a, b = ends(trace)
    shown, palette = straight[min(at, len(straight)) - 1], theme.palette()
    between = None if shown.position in (0, 1) else shown.latents
    page.figure(
        memo.of(
            trace,
            ("numbers", shown.position, palette),
            lambda: charts.numbers((a.mu, a.logvar), (b.mu, b.logvar), between, palette),
        ),
        "numbers",
        alt=_("The 32 numbers of both faces: their means as bars and rings, with a whisker of one deviation."),
    )


def table(trace: Trace) -> Table:
    a, b = ends(trace)
    columns: dict[str, Any] = {_("number"): list(range(1, len(a.mu) + 1))}
    for name, step in ((_("1st face"), a), (_("2nd face"), b)):
        columns |= {
            _("μ, {face}").format(face=name): [round(float(v), 4) for v in step.mu],
            _("σ, {face}").format(face=name): [round(float(v), 4) for v in np.exp(step.logvar / 2)],
        }
    return columns
