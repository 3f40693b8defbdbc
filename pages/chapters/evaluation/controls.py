"""Controls of Evaluation: the fault that the metrics are to notice, and what the lower figure measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.classifier.kinds import Fault
from models.engine.limits import Range, Seed
from models.engine.requests import Checked
from models.engine.translation import N_
from models.gan.kinds import GanDistance
from models.text.kinds import REPEATS, Benchmark
from models.tokens.kinds import CountBytes
from pages.frame.control import Control

FAULTS = {
    "blur": N_("Blur"),
    "noise": N_("Noise"),
    "dropped": N_("Missing hair styles"),
    "copies": N_("Copies"),
    "one_face": N_("One face again and again"),
    "showcase": N_("A showcase of 16"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationView(Checked):
    """What is shown of the runs."""

    look: Literal["faults", "number", "text", "pairs", "tests"] = (
        "number"  # the table of faults would give the prediction's answer away
    )
    repeats: Annotated[int, Range(1, REPEATS)] = REPEATS
    duel: Literal["gan_beta", "gan_real", "gan_diffusion"] = "gan_beta"
    draw: Seed = 0


ROWS = (
    Control("fault", Fault, "fault", N_("Fault"), N_("What is done to good pictures."), FAULTS),
    Control("strength", Fault, "strength", N_("Strength"),
            N_("Blur: 1 is a radius of 4 pixels. Noise: 1 is a deviation of 100 of 255 levels. Missing hair styles: 1 "
               "leaves one of 15. Else: the share of pictures that are replaced.")),
    Control("split", Fault, "seed", N_("Seed"), N_("Which pictures are compared with which, and the noise.")),
    Control("psi", GanDistance, "truncation_psi", N_("GAN: truncation ψ"),
            N_("0: everybody is the mean face. 1: as trained.")),
    Control("text", CountBytes, "text", N_("Your text"),
            N_("Any text. Ctrl+Enter runs it, on a Mac ⌘+Enter, on a phone **Go**.")),
    Control("repeats", EvaluationView, "repeats", N_("Times in a row"), N_("How often the text is repeated.")),
    Control("duel", EvaluationView, "duel", N_("Who draws"), N_("The two kinds of pictures in each pair."),
            {"gan_beta": N_("GAN or VAE"), "gan_real": N_("GAN or real"), "gan_diffusion": N_("GAN or diffusion")}),
    Control("draw", EvaluationView, "draw", N_("Seed of the pairs"), N_("Another seed, ten other pairs.")),
    Control("task", Benchmark, "task", N_("Questions"), N_("What is asked."),
            {"addition": N_("Addition"), "capitals": N_("Capitals")}),
    Control("digits", Benchmark, "digits", N_("Digits"), N_("Of both numbers that are added.")),
    Control("questions", Benchmark, "count", N_("How many"), N_("Capitals: at most 21.")),
    Control("test", Benchmark, "seed", N_("Seed of the test"), N_("Another seed, other questions.")),
    Control("look", EvaluationView, "look", N_("Look closer"), N_("What the lower figure measures."),
            {"faults": N_("Faults and cheats"), "number": N_("How many pictures"), "text": N_("Perplexity"),
             "pairs": N_("You are the judge"), "tests": N_("Tests of knowledge")}),
)  # fmt: skip
