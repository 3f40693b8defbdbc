"""Controls of Three families: one seed and number for all, and one knob of each family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.diffusion.kinds import DiffusionSamples
from models.engine.requests import Checked
from models.engine.translation import N_
from models.gan.kinds import GanSamples
from models.vae.kinds import VaeSamples
from pages.frame.control import Control


@dataclass(frozen=True, kw_only=True, slots=True)
class FamiliesView(Checked):
    """What the lower figure shows."""

    look: Literal["quality", "variety", "time", "wrong"] = "quality"


ROWS = (
    Control("seed", VaeSamples, "seed", N_("Seed"),
            N_("Of the first picture in each row; the others count on from it.")),
    Control("count", VaeSamples, "count", N_("Pictures per family"), N_("More pictures say more, and take longer.")),
    Control("steps", DiffusionSamples, "num_inference_steps", N_("Diffusion: steps"),
            N_("How many times the noise is cleaned.")),
    Control("psi", GanSamples, "truncation_psi", N_("GAN: truncation ψ"),
            N_("0: everybody is the mean face. 1: as trained.")),
    Control("heat", VaeSamples, "temperature", N_("VAE: temperature"),
            N_("Multiplies its 32 random numbers. 0: the middle. 1: as trained.")),
    Control("look", FamiliesView, "look", N_("Look closer"), N_("What the lower figure compares."),
            {"quality": N_("Quality"), "variety": N_("Variety"), "time": N_("Time"), "wrong": N_("What goes wrong")}),
)  # fmt: skip
