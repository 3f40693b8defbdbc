"""Controls of Shapes: what is asked for, how it is drawn, and what the lower figures show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.shapes.kinds import Shape, ShapeWalk
from pages.frame.control import Control

LAST = 50  # frame: more than there are, so the last
NAMES = {"chair": N_("chair"), "table": N_("table"), "lamp": N_("lamp"), "vase": N_("vase")}
SIZE_NAMES = {
    "chair": N_("middle of the seat, in percent of the whole height"),
    "table": N_("height, in percent of the width of the top"),
    "lamp": N_("greatest width of the shade, in percent of the whole height"),
    "vase": N_("greatest width, in percent of the height"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ShapesView(Checked):
    """What is shown of the runs."""

    at: Annotated[int, Range(0, LAST)] = LAST
    """The step shown; 0 is the noise, more than there are is the last."""
    points: Literal["256", "512", "1024", "2048", "4096"] = "1024"
    look: Literal["walk", "nearest"] = "walk"


ROWS = (
    Control("shape", Shape, "shape", N_("Class"), N_("What the prior is told."), NAMES),
    Control("size", Shape, "size", N_("Size (%)"),
            N_("Of the way from the least to the greatest size of a part. The line under the figure says which part.")),
    Control("seed", Shape, "seed", N_("Seed"), N_("Same seed, same noise: the same shape.")),
    Control("points", ShapesView, "points", N_("Number of points"), N_("Of one and the same shape."),
            {"1024": N_("1,024"), "2048": N_("2,048"), "4096": N_("4,096")}),
    Control("steps", Shape, "num_inference_steps", N_("Steps"), N_("From noise to shape, all equally long.")),
    Control("at", ShapesView, "at", N_("Step shown"), N_("Which step of the film is shown; 0 is the noise.")),
    Control("look", ShapesView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"walk": N_("Walk to another"), "nearest": N_("The nearest real one")}),
    Control("to", ShapeWalk, "to_shape", N_("To"), N_("The shape at which the walk ends."), NAMES),
)  # fmt: skip
