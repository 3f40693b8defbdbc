"""Controls of Diffusion that other chapters have with another default, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.avatars.pictures import SAMPLE_COUNT
from models.diffusion.kinds import Denoise
from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.toys.kinds import FlowToy
from pages.figures import drawn_points
from pages.frame.control import Control

SCHEDULERS = {"ddim": "DDIM", "dpm++": "DPM-Solver++", "euler": "Euler", "ddpm": "DDPM"}
AT_END = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffusionView(Checked):
    """What is shown of the runs, and which settings the lower figures use."""

    at: Annotated[int, Range(1, AT_END)] = AT_END
    """The step shown, counted from 1; more than there are: the last."""
    look: Literal["noise", "compare", "changes", "quality", "plane"] = "noise"
    vary: Literal["steps", "scheduler", "seed"] = "steps"
    picture: Annotated[int, Range(0, SAMPLE_COUNT - 1)] = 12
    """Number of the picture of the shipped sample that is drowned in noise."""
    points: str = ""
    """Points drawn by hand, in hundredths: "50,-20 3,7"."""

    def __post_init__(self) -> None:
        Checked.__post_init__(self)
        drawn_points.read(self.points)


ROWS = (
    Control("steps", Denoise, "num_inference_steps", N_("Steps"), N_("How many times the noise is cleaned.")),
    Control("scheduler", Denoise, "scheduler", N_("Scheduler"), N_("The rule that takes one step."), SCHEDULERS),
    Control("eta", Denoise, "eta", N_("η, fresh noise"), N_("Of DDIM alone. 0 adds no fresh noise.")),
    Control("seed", Denoise, "seed", N_("Seed"), N_("Same seed, same noise to start from.")),
    Control("at", DiffusionView, "at", N_("Step"), N_("Which step of the run is shown.")),
    Control("look", DiffusionView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"noise": N_("Into the noise"), "compare": N_("Side by side"), "changes": N_("What each step changes"),
             "quality": N_("Quality and steps"), "plane": N_("In the plane")}),
    Control("vary", DiffusionView, "vary", N_("Change one thing"), N_("Everything else stays as it is."),
            {"steps": N_("Steps"), "scheduler": N_("Scheduler"), "seed": N_("Seed")}),
    Control("picture", DiffusionView, "picture", N_("Picture"), N_("A picture the model never saw, by its number.")),
    Control("shape", FlowToy, "shape", N_("Shape"), N_("What the points should look like in the end."),
            {"ring": N_("Ring"), "gaussians": N_("Eight spots"), "spiral": N_("Spiral"), "moons": N_("Two moons")}),
    Control("points", DiffusionView, "points", N_("Points drawn by hand"), N_("They take the place of the shape.")),
)  # fmt: skip
