"""Controls of Text to image that other chapters have with another default, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.diffusion.kinds import OTHER_PROMPT, FewSteps, ImagePrompt, TextToImage
from models.diffusion.prompts import MAX_TOKENS
from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from pages.frame.control import Control

PARTS = ("tokens", "embedding", "maps", "denoiser", "scheduler", "decoder")


@dataclass(frozen=True, kw_only=True, slots=True)
class TextToImageView(Checked):
    """What the lower figures show, and which word is changed in the second picture."""

    other: Annotated[str, ImagePrompt()] = OTHER_PROMPT
    """The second of two prompts that start from the same noise."""
    part: Literal["tokens", "embedding", "maps", "denoiser", "scheduler", "decoder"] = "denoiser"
    block: Literal["in", "down-0", "down-1", "down-2", "middle", "up-0", "up-1", "up-2", "out"] = "middle"
    off: Literal["nothing", "middle", "skip-0", "skip-1", "skip-2"] = "nothing"
    """Which part of the denoiser is off in a second run."""
    word: Annotated[int, Range(0, MAX_TOKENS)] = 0
    """Place of the changed word in the prompt, counted from 1; 0 changes none."""
    weight: Annotated[float, Range(0, 2, 0.25)] = 0.0
    """Of the changed word. 0 leaves it out of the prompt."""
    at: Annotated[int, Range(1, 100)] = 10
    guided: Annotated[int, Range(0, 100)] = 0
    """The step that the film of the guidance shows; 0 leaves it to `at`, where a link has it, or to the film."""
    layer: Literal["all", "0", "1", "2", "3", "4", "5", "6"] = "all"
    head: Literal["all", "0", "1", "2", "3"] = "all"


ROWS = (
    Control("prompt", TextToImage, "prompt", N_("What to draw"),
            N_("A person, in plain English words. Ctrl+Enter draws it, on a Mac ⌘+Enter, on a phone **Go**.")),
    Control("guidance", TextToImage, "guidance_scale", N_("Guidance"),
            N_("How strongly the words pull. 0: not at all. 1: as trained.")),
    Control("steps", TextToImage, "num_inference_steps", N_("Steps"), N_("How many times the noise is cleaned.")),
    Control("seed", TextToImage, "seed", N_("Seed"), N_("Same seed, same noise to start from.")),
    Control("negative", TextToImage, "negative_prompt", N_("Negative prompt"),
            N_("What the picture is pushed away from.")),
    Control("scheduler", TextToImage, "scheduler", N_("Scheduler"), N_("The rule that takes one step."),
            {"dpm++": "DPM-Solver++", "ddim": "DDIM", "euler": "Euler", "ddpm": "DDPM"}),
    Control("eta", TextToImage, "eta", N_("η, fresh noise"), N_("Of DDIM alone. 0 adds no fresh noise.")),
    Control("quick", FewSteps, "prompt", N_("What to draw live"),
            N_("In plain English words. It is drawn while you type."), live="100ms",
            one_line=True),
    Control("few", FewSteps, "num_inference_steps", N_("Steps of the student"), N_("One is a single jump.")),
    Control("mix", FewSteps, "mix", N_("Blend from noise 0 to noise 1"),
            N_("The noise it starts from: that of seed 0, that of seed 1, or a blend.")),
    Control("other", TextToImageView, "other", N_("Second prompt"), N_("Drawn from the same noise, all else equal."),
            one_line=True),
    Control("part", TextToImageView, "part", N_("Part"), N_("Whose numbers are shown.")),
    Control("block", TextToImageView, "block", N_("Block"), N_("Whose maps are shown.")),
    Control("off", TextToImageView, "off", N_("Switch off"), N_("Off at every step; all else equal."),
            {"nothing": N_("nothing"), "middle": N_("middle block"), "skip-0": N_("skip to Up 1"),
             "skip-1": N_("skip to Up 2"), "skip-2": N_("skip to Up 3")}),
    Control("word", TextToImageView, "word", N_("Word to change"), N_("Counted from 1. 0 changes none.")),
    Control("weight", TextToImageView, "weight", N_("Its weight"), N_("0 leaves the word out. 1 changes nothing.")),
    Control("at", TextToImageView, "at", N_("Step"), N_("Which step of the run is shown.")),
    Control("guided", TextToImageView, "guided", N_("Step of the guidance"),
            N_("Which step is shown in the film of the guidance. 0 leaves it to the film.")),
    Control("layer", TextToImageView, "layer", N_("Layer"), N_("Counted from 0. “all” is the mean."),
            {"all": N_("all")}),
    Control("head", TextToImageView, "head", N_("Head"), N_("Counted from 0. “all” is the mean."), {"all": N_("all")}),
)  # fmt: skip
