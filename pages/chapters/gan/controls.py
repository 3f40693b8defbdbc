"""Controls of GAN: those of the two players in the plane, then those of the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.avatars.pictures import SAMPLE_COUNT
from models.engine.limits import Range
from models.engine.requests import Checked
from models.engine.translation import N_
from models.gan.kinds import Gan
from models.toys.kinds import GanToy
from pages.figures import drawn_points
from pages.frame.control import Control

AT_END = 1000
Rate = Literal["0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05"]
SPEEDS = {"0.002": N_("0.002, as at the start"), "0.01": N_("0.01, five times as fast")}


@dataclass(frozen=True, kw_only=True, slots=True)
class GanView(Checked):
    """What is shown, and which settings the pictures below use."""

    g_rate: Rate = "0.002"
    d_rate: Rate = "0.002"
    at: Annotated[int, Range(1, AT_END)] = AT_END
    """The frame shown, counted from 1; more than there are: the last."""
    surface: bool = True
    pull: bool = True
    mesh: bool = False
    points: str = ""
    """Points drawn by hand, in hundredths: "50,-20 3,7"."""
    rounds: Literal["0", "10", "50", "150", "500", "1500"] = "10"
    """Rounds of the same game before the one in slow motion."""
    player: Literal["D", "G"] = "G"
    """Whose turn of that round is shown."""
    part: Literal["noise", "generator", "points", "critic", "answers", "loss"] = "points"
    look: Literal["faces", "walk", "truncation", "mix", "enlarge"] = "faces"
    picture: Annotated[int, Range(0, SAMPLE_COUNT - 1)] = 0
    """Number of the picture of the shipped sample that is enlarged."""

    def __post_init__(self) -> None:
        Checked.__post_init__(self)
        drawn_points.read(self.points)


ROWS = (
    Control("shape", GanToy, "shape", N_("Real points"), N_("What the generator should learn to imitate."),
            {"ring": N_("Ring"), "gaussians": N_("Eight spots"), "spiral": N_("Spiral"), "moons": N_("Two moons")}),
    Control("points", GanView, "points", N_("Points drawn by hand"), N_("They take the place of the shape.")),
    Control("turns", GanToy, "turns", N_("Turns"), N_("Who moves: D is the critic, G the generator.")),
    Control("g_rate", GanView, "g_rate", N_("Generator's learning rate"), N_("How far it moves in one turn."), SPEEDS),
    Control("d_rate", GanView, "d_rate", N_("Critic's learning rate"), N_("How far it moves in one turn."), SPEEDS),
    Control("r1", GanToy, "r1_weight", N_("R1 weight"), N_("Keeps the critic's slope at real points low. 0: off.")),
    Control("noise", GanToy, "noise", N_("Noise"), N_("What the generator starts from."),
            {"gaussian": N_("Bell curve, 2 numbers"), "uniform": N_("Square, 2 numbers"),
             "line": N_("Bell curve, 1 number")}),
    Control("seed", GanToy, "seed", N_("Seed"), N_("Same seed, same networks at the start and same random points.")),
    Control("at", GanView, "at", N_("Frame"), N_("Which frame of the film is shown.")),
    Control("surface", GanView, "surface", N_("Critic's map"),
            N_("Its probability of “real” everywhere in the plane.")),
    Control("pull", GanView, "pull", N_("Pull"),
            N_("Where the critic would move generated points, and how strongly.")),
    Control("mesh", GanView, "mesh", N_("Bent grid"), N_("Where a regular grid of noise lands.")),
    Control("rounds", GanView, "rounds", N_("Rounds before"), N_("How long the same game was played before."),
            {"0": N_("no round"), "1500": N_("1,500")}),
    Control("player", GanView, "player", N_("Whose turn"), N_("Of the round that is opened; the critic moves first."),
            {"D": N_("the critic's"), "G": N_("the generator's")}),
    Control("part", GanView, "part", N_("Part"), N_("Whose numbers are shown.")),
    Control("face", Gan, "seed", N_("First face"), N_("Its seed. Same seed, same face.")),
    Control("second", Gan, "second_seed", N_("Second face"),
            N_("The seed where a walk ends, or whose style is mixed in.")),
    Control("psi", Gan, "truncation_psi", N_("Truncation ψ"), N_("0: everybody is the mean face. 1: as trained.")),
    Control("look", GanView, "look", N_("Look closer"), N_("What the figure of pictures shows."),
            {"faces": N_("Faces"), "walk": N_("A walk"), "truncation": N_("Truncation"), "mix": N_("Mixed styles"),
             "enlarge": N_("Enlarged")}),
    Control("picture", GanView, "picture", N_("Picture"), N_("A picture the model never saw, by its number.")),
)  # fmt: skip
