"""Controls of Latent space: the two pictures of the walk, then those of the figures below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.avatars.attributes import ATTRIBUTES
from models.avatars.pictures import SAMPLE_COUNT
from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.vae.kinds import AMOUNT, Arithmetic, Around, Blur, FromNoise
from pages.frame.control import Control

FRAMES = 17
# The directions that have a slider of their own: control → direction. Each moved the classifier's reading to its value
# in at least 80 % of faces (models/vae/directions.json; a test looks it up).
SLIDERS = {
    "sunglasses": "glasses/sunglasses", "beard": "beard/beard", "afro": "top/afro", "scream": "mouth/scream",
    "night": "background/navy",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class LatentView(Checked):
    """Which pictures are asked for, and what is shown of them."""

    source: Literal["sample", "noise", "yours"] = "sample"
    first: Annotated[int, Range(0, SAMPLE_COUNT - 1)] = 12
    second: Annotated[int, Range(0, SAMPLE_COUNT - 1)] = 5
    at: Annotated[int, Range(1, FRAMES)] = (FRAMES + 1) // 2
    """The frame of the walk that is shown, counted from 1; halfway, where the three ways differ most."""
    look: Literal["sliders", "sum", "map", "noise", "strange", "size", "clean", "blur", "inside", "beta"] = "sliders"
    sunglasses: Annotated[float, AMOUNT] = 0.0
    beard: Annotated[float, AMOUNT] = 0.0
    afro: Annotated[float, AMOUNT] = 0.0
    scream: Annotated[float, AMOUNT] = 0.0
    night: Annotated[float, AMOUNT] = 0.0
    more: Annotated[float, AMOUNT] = 0.0
    colour: Literal[ATTRIBUTES] = "background"  # type: ignore[valid-type]
    faces: bool = False
    stage: Literal[
        "picture",
        "encoder-32",
        "encoder-16",
        "encoder-8",
        "encoder-4",
        "numbers",
        "draw",
        "decoder-4",
        "decoder-8",
        "decoder-16",
        "decoder-32",
        "decoded",
    ] = "numbers"
    number: Annotated[int, Range(1, 32)] = 1
    """Of the 32 numbers, the one whose pixels are shown."""
    beta: Literal["0.1", "10", "100", "1000"] = "1000"
    around: Literal["middle", "face"] = "middle"


def _amount(name: str, label: str) -> Control:
    return Control(name, LatentView, name, label, N_("How much of the direction is added. 0: none, below 0: less."))


ROWS = (
    Control("source", LatentView, "source", N_("First face"), N_("Where the first face comes from."),
            {"sample": N_("Sample"), "noise": N_("Random"), "yours": N_("Upload")}),
    Control("first", LatentView, "first", N_("Picture"), N_("A picture the model never saw, by its number.")),
    Control("seed", FromNoise, "seed", N_("Seed"), N_("Same seed, same 32 numbers from the bell curve.")),
    Control("second", LatentView, "second", N_("Second face"), N_("A picture the model never saw, by its number.")),
    Control("at", LatentView, "at", N_("Place"), N_("Which place of the walk is shown.")),
    Control("look", LatentView, "look", N_("Look closer"), N_("What the lower figure shows."),
            {"sliders": N_("Sliders"), "sum": N_("Arithmetic"), "map": N_("The map"), "noise": N_("From noise"),
             "strange": N_("Odd pictures"), "size": N_("File size"), "clean": N_("Denoising"), "blur": N_("Blur"),
             "inside": N_("Inside"), "beta": "β"}),
    _amount("sunglasses", N_("Sunglasses")),
    _amount("beard", N_("Beard")),
    _amount("afro", N_("Afro")),
    _amount("scream", N_("Scream")),
    _amount("night", N_("Dark background")),
    Control("add", Arithmetic, "direction", N_("Attribute"), N_("In the words of the pictures' captions.")),
    _amount("more", N_("How much of it")),
    Control("plus", Arithmetic, "direction", N_("With"),
            N_("The mean face with it, minus the mean face with what this one shows.")),
    Control("count", Arithmetic, "count", N_("Faces on each side"),
            N_("With one face on each side, everything else comes along.")),
    Control("amount", Arithmetic, "amount", N_("Times"), N_("How many times the difference is added.")),
    Control("colour", LatentView, "colour", N_("Colour shows"), N_("What the labels of the sample pictures say.")),
    Control("faces", LatentView, "faces", N_("Faces on the map"), N_("Shows the decoded faces in place of points.")),
    Control("draws_seed", FromNoise, "seed", N_("Seed"), N_("Same seed, same 32 numbers from the bell curve.")),
    Control("around", LatentView, "around", N_("Around"), N_("Where the 32 numbers are drawn."),
            {"middle": N_("The middle"), "face": N_("First face")}),
    Control("times", Around, "times", N_("How many σ"), N_("In training the spread around the face's μ was 1 σ.")),
    Control("scale", FromNoise, "scale", N_("Spread"),
            N_("The bell curve's deviation. 0: always the face in the middle.")),
    Control("whose", Blur, "model", N_("Whose numbers"), N_("Fewer numbers leave more open."),
            {"map": N_("2 numbers"), "face": N_("32 numbers")}),
    Control("stage", LatentView, "stage", N_("Part"), N_("Whose numbers are shown.")),
    Control("number", LatentView, "number", N_("Number"), N_("Which of the 32.")),
    Control("epsilon", Around, "seed", N_("Seed of ε"), N_("Same seed, same draws from the bell curve.")),
    Control("beta", LatentView, "beta", "β", N_("How much untidy numbers cost in training.")),
    Control("neighbours", Blur, "neighbours", N_("Neighbours"), N_("Faces of the sample that lie nearest.")),
)  # fmt: skip
