"""Models on points in the plane, trained from nothing while one watches: what may be asked, what their runs yield.

No pretrained weights are involved.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_

Shape = Literal["ring", "gaussians", "spiral", "moons"]
MOST_TURNS, MOST_GROUPS = 8000, 40


def _check_drawn(drawn: object) -> tuple[tuple[float, float], ...]:
    try:
        points = tuple((round(float(x), 3), round(float(y), 3)) for x, y in drawn)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise InvalidRequest(N_("Drawn points are pairs of numbers, as ((0.1, -0.5), (0.2, 0.3)).")) from error
    if len(points) > 500 or not all(-1.5 <= v <= 1.5 for point in points for v in point):
        raise InvalidRequest(N_("At most 500 points can be drawn, each between -1.5 and 1.5 in both directions."))
    return points


@dataclass(frozen=True, kw_only=True, slots=True)
class Game2D(Request):
    """What the two players of a GAN on points in the plane are, and what they learn from."""

    family: ClassVar[str] = "toys"
    first_guess: ClassVar[float] = 4.0
    shape: Shape = "gaussians"
    drawn: tuple[tuple[float, float], ...] = ()
    """Points drawn by hand, instead of the shape; at most 500."""
    generator_rate: Annotated[float, Range(0.0001, 0.05)] = 0.002
    critic_rate: Annotated[float, Range(0.0001, 0.05)] = 0.002
    r1_weight: Annotated[float, Range(0, 5, 0.1)] = 0.3
    """Penalty on a steep critic at real points, against collapse and circling; 0 = none."""
    noise: Literal["gaussian", "uniform", "line"] = "gaussian"
    """What the generator starts from: two numbers from a bell curve, two from a square, or one from a bell curve."""
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        object.__setattr__(self, "drawn", _check_drawn(self.drawn))


@dataclass(frozen=True, kw_only=True, slots=True)
class GanToy(Game2D):
    """A GAN on points in the plane, trained from nothing while one watches."""

    kind: ClassVar[str] = "gan-toy"
    turns: str = "1500DG"
    """Who moves: groups of a count and letters, "1500DG" = 1500 times the critic, then the generator; "10D 5G" too."""
    reports: Annotated[int, Range(1, 100)] = 30
    """Of each group of turns, so that a longer run begins with the steps of the shorter one."""

    def __post_init__(self) -> None:
        Game2D.__post_init__(self)
        self.groups()

    def groups(self) -> tuple[str, ...]:
        """The letters of each group one by one, as ("DGDG…", "GGG"). Raises InvalidRequest."""
        total: list[str] = []
        words = self.turns.split()
        if len(words) > MOST_GROUPS:
            raise InvalidRequest(
                N_("There are {n} groups of turns; at most {limit} can be played. Put some together, as “20D”."),
                n=len(words),
                limit=MOST_GROUPS,
            )
        for group in words:
            digits = group.rstrip("DG")
            letters = group[len(digits) :]
            if not letters or not (digits == "" or (digits.isascii() and digits.isdigit() and len(digits) < 6)):
                raise InvalidRequest(
                    N_("“{group}” is no turn. Write a count and D or G, as “200DG” or “10D 5G”."), group=group[:20]
                )
            total.append(letters * int(digits or 1) if len(letters) <= 20 else letters)
        count = sum(map(len, total))
        if not 1 <= count <= MOST_TURNS:
            raise InvalidRequest(N_("There are {n} turns; from 1 to 8,000 can be played."), n=count)
        return tuple(total)


@dataclass(frozen=True, kw_only=True, slots=True)
class GanRound(Game2D):
    """One round of the two players laid open: the critic's turn, then the generator's, after so many rounds."""

    kind: ClassVar[str] = "gan-round"
    rounds: Annotated[int, Range(0, 1500)] = 10
    """Rounds played before."""

    def before(self) -> GanToy | None:
        """The game that leads there; None for the first round of all."""
        if not self.rounds:
            return None
        shared = {field.name: getattr(self, field.name) for field in dataclasses.fields(Game2D)}
        return GanToy(**shared, turns=f"{self.rounds}DG")


@dataclass(frozen=True, kw_only=True, slots=True)
class VaeToy(Request):
    """A VAE on points in the plane, trained from nothing while one watches."""

    kind: ClassVar[str] = "vae-toy"
    family: ClassVar[str] = "toys"
    first_guess: ClassVar[float] = 4.0
    shape: Shape = "gaussians"
    drawn: tuple[tuple[float, float], ...] = ()
    latent: Annotated[int, Range(1, 2)] = 2
    beta: Annotated[float, Range(0, 10, 0.1)] = 1.0
    sigma: Annotated[float, Range(0.02, 1)] = 0.1
    """Deviation of the Gaussian around each decoded point; small: exact points, large: a tidy latent."""
    steps: Annotated[int, Range(1, 3000)] = 1000
    reports: Annotated[int, Range(1, 100)] = 20
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        object.__setattr__(self, "drawn", _check_drawn(self.drawn))


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowToy(Request):
    """A diffusion-like flow on points in the plane, trained from nothing while one watches."""

    kind: ClassVar[str] = "flow-toy"
    family: ClassVar[str] = "toys"
    first_guess: ClassVar[float] = 4.0
    shape: Shape = "gaussians"
    drawn: tuple[tuple[float, float], ...] = ()
    steps: Annotated[int, Range(1, 3000)] = 1000
    flow_steps: Annotated[int, Range(1, 50)] = 20
    """Steps from noise to data when drawing."""
    reports: Annotated[int, Range(1, 100)] = 20
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        object.__setattr__(self, "drawn", _check_drawn(self.drawn))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class GanToyStep(Step):
    unmeasured: ClassVar[frozenset[str]] = frozenset({"critic_loss", "generator_loss"})

    number: int  # turns played so far
    samples: np.ndarray  # (256, 2) float32, the generator's points for the same 256 z each time
    pull: np.ndarray  # (256, 2) float32, where the critic would move each of them: minus the loss's gradient
    surface: np.ndarray  # (32, 32) float32, the critic's probability of "real"; rows y, columns x, from -1.2 to 1.2
    manifold: np.ndarray  # (13, 13, 2) float32, where a regular grid of z lands; (1, 65, 2) for noise on a line
    critic_loss: float  # nats; NaN before its first turn
    generator_loss: float
    modes: int  # of eight Gaussians, how many are reached (2 % of the points within 0.2)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class GanTurnStep(Step):
    """One turn laid open: the batch on its way to the loss, the gradient's way back, and what the step changes.

    Arrays are float32. Sizes of gradients and weights are Euclidean norms over a whole tensor.
    """

    number: int  # of the turn, counted from 1
    player: str  # "D", the critic, or "G", the generator
    z: np.ndarray  # (128, 2), the batch of noise; (128, 1) on a line
    made: np.ndarray  # (128, 2), what the generator makes of it
    real: np.ndarray | None  # (128, 2), the batch of real points; None in the generator's turn
    made_logits: np.ndarray  # (128,), the critic's
    real_logits: np.ndarray | None  # (128,)
    loss: float  # nats, mean of the batch, without R1
    objective: float  # nats, what the player minimises: the loss and R1
    made_logits_gradient: np.ndarray  # (128,), of the objective
    real_logits_gradient: np.ndarray | None  # (128,)
    made_gradient: np.ndarray | None  # (128, 2), of the objective; None in the critic's turn, where it ends before
    weights: np.ndarray  # (3,), size of weights and biases of each of the player's layers, before the step
    gradients: np.ndarray  # (3,), size of their gradient
    moves: np.ndarray  # (3,), how far the step moves them
    expected_change: float  # nats: gradient times step, what the objective of this batch would do on a straight slope
    change: float  # nats: what it does on the same batch
    samples: np.ndarray  # (256, 2), the generator's points for the z that are always shown, before the step
    samples_after: np.ndarray
    surface: np.ndarray  # (32, 32), the critic's probability of "real" before, as in GanToyStep
    surface_after: np.ndarray


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PlayedStep(Step):
    """Turns that lead to the one laid open: nothing to see, but the run can be stopped."""

    number: int  # turns played so far


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ToyStep(Step):
    number: int  # training steps so far
    samples: np.ndarray  # (256, 2) float32
    paths: np.ndarray | None  # flow: (flow_steps + 1, 256, 2) float32, from noise to data; VAE: None
    loss: float
    kl: float | None  # VAE: nats per point
    field: np.ndarray | None = None
    """Flow: (flow_steps, 12, 12, 2) float32, the velocity at each step; rows y, columns x, from -2.2 to 2.2."""


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (GanToy(), GanRound())
