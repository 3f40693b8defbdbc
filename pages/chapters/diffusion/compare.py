"""The same run with one thing changed, side by side: other numbers of steps, other schedulers, other seeds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.classifier.kinds import PictureStep
from models.diffusion.kinds import Denoise
from models.engine import Trace
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.diffusion import film as diffusion_film
from pages.chapters.diffusion.controls import SCHEDULERS
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film
from pages.frame import controls, watching

VARIED: dict[str, tuple[str, tuple[Any, ...]]] = {
    "steps": ("num_inference_steps", (1, 2, 5, 10, 20, 50)),
    "scheduler": ("scheduler", tuple(SCHEDULERS)),
    "seed": ("seed", ()),
}
SEEDS = 6


def draw(vary: str, base: Denoise) -> None:
    """The same run with one thing changed, each a separate request, so shared and cached; started by a button."""
    field, options = VARIED[vary]
    options = options or tuple(range(base.seed, base.seed + SEEDS))
    base = replace(base, film=False, eta=0.0 if vary == "scheduler" else base.eta)
    drawn = watching.several(
        [replace(base, **{field: option}) for option in options],
        name="compare",
        label=_("Draw {n} pictures").format(n=len(options)),
        icon=":material/grid_view:",
        first=True,
    )
    if drawn is not None:
        names = [SCHEDULERS[o] if vary == "scheduler" else f"{controls.of(vary).label} {o}" for o in options]
        _side_by_side(dict(zip(names, drawn, strict=True)))


def _side_by_side(traces: dict[str, Trace]) -> None:
    """Runs of different length are shown at equal shares of their way: each frame is the latest prediction by then."""
    count = max(len(diffusion_film.frames(trace.steps)) for trace in traces.values())
    picture_film(
        [_lane(name, trace, count) for name, trace in traces.items()],
        [_("{share} of the way").format(share=show((i + 1) / (count + 1), ".0%")) for i in range(count)]
        + [_("the finished pictures")],
        key="compare",
        label=_("The predicted picture in each run, side by side"),
        at=-1,
    )


def _lane(name: str, trace: Trace, count: int) -> PictureLane:
    steps, last = diffusion_film.frames(trace.steps), trace.last
    assert isinstance(last, PictureStep)
    shown = [steps[i * len(steps) // count] for i in range(count)]
    pngs = {id(s): latents.png(latents.colours(s.pred_original_sample)) for s in steps}
    captions = [_("x̂₀ at t = {t}").format(t=s.timestep) for s in shown]
    cost = _("{n:,|forward pass|forward passes}").format(n=trace.forward_passes - 2)
    return PictureLane(
        title=name,
        frames=[*(pngs[id(s)] for s in shown), latents.png(last.picture)],
        captions=[*captions, cost],
        pixels=True,
    )
