"""What may be asked of the β-VAE beyond a picture's numbers and a walk. See image_requests.py for pictures as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from models.engine.image_requests import DIRECTIONS, open_picture
from models.engine.requests import FLOAT_DIGITS, N_, InvalidRequest, Range, Request, Seed

MOST_CHANGES = 6
AMOUNT = Range(-3, 3, 0.1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk(Request):
    """Two faces as 32 numbers each, and three ways from one to the other: both pictures laid over each other, a
    straight line between the numbers, and an arc (spherical; Shoemake 1985)."""

    kind: ClassVar[str] = "walk"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    first: str = "sample:12"
    second: str = "sample:5"
    frames: Annotated[int, Range(2, 33)] = 17

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.first)
        open_picture(self.second)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change(Request):
    """A face, and the same face after directions of attributes were added to its 32 numbers."""

    kind: ClassVar[str] = "change"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: str = "sample:12"
    changes: tuple[tuple[str, float], ...] = ()
    """(direction, amount), as ("glasses/sunglasses", 1.5). 1 is the mean difference between faces that show it and
    faces that show what this one shows (models/vae/beta.py)."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)
        found = tuple((str(name), round(float(amount), FLOAT_DIGITS)) for name, amount in self.changes)
        if len(found) > MOST_CHANGES:
            raise InvalidRequest(
                N_("{n} directions are asked for; at most {limit} can be added."), n=len(found), limit=MOST_CHANGES
            )
        for name, amount in found:
            if name not in DIRECTIONS:
                raise InvalidRequest(
                    N_("There is no direction “{name}”. They are named as “glasses/sunglasses”."), name=name
                )
            if not AMOUNT.low <= amount <= AMOUNT.high:
                raise InvalidRequest(
                    N_("The amount of a direction is {amount}; it goes from {low:g} to {high:g}."),
                    amount=amount,
                    low=AMOUNT.low,
                    high=AMOUNT.high,
                )
        object.__setattr__(self, "changes", found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Arithmetic(Request):
    """The mean of some faces with an attribute, minus the mean of as many that show what this face shows instead,
    added to the face."""

    kind: ClassVar[str] = "arithmetic"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: str = "sample:12"
    direction: Literal[DIRECTIONS] = "glasses/sunglasses"  # type: ignore[valid-type]
    count: Annotated[int, Range(1, 40)] = 20
    """Faces with it, and faces with what this one shows instead: the first of the shipped sample."""
    amount: Annotated[float, AMOUNT] = 1.0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)


@dataclass(frozen=True, kw_only=True, slots=True)
class FromNoise(Request):
    """Faces decoded from 32 numbers drawn from a bell curve: no picture goes in."""

    kind: ClassVar[str] = "from-noise"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    seed: Seed = 0
    count: Annotated[int, Range(1, 16)] = 8
    scale: Annotated[float, Range(0, 2, 0.1)] = 1.0
    """The bell curve's deviation. 1 is what the model was trained towards, 0 always the middle face."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Around(Request):
    """Faces decoded from random places around a face's μ, as the decoder saw them in training: z = μ + times·σ·ε."""

    kind: ClassVar[str] = "around"
    family: ClassVar[str] = "vae"
    picture: str = "sample:12"
    seed: Seed = 0
    count: Annotated[int, Range(1, 16)] = 8
    times: Annotated[int, Range(0, 30)] = 1
    """How many σ far; training took 1."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)


@dataclass(frozen=True, kw_only=True, slots=True)
class Anomaly(Request):
    """Reconstruction error and KL of every picture of the shipped sample: what is usual for faces of this world."""

    kind: ClassVar[str] = "anomaly"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Compress(Request):
    """One picture stored in three ways at several sizes: JPEG, the codec's latents, and the β-VAE's 32 numbers."""

    kind: ClassVar[str] = "compress"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: str = "sample:12"

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clean(Request):
    """The same noise, ever stronger, over a face; each time the β-VAE encodes and decodes what it sees."""

    kind: ClassVar[str] = "clean"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: str = "sample:12"
    frames: Annotated[int, Range(2, 21)] = 9
    """Noise of deviation 0 to 128 of 255, evenly spread."""
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)


@dataclass(frozen=True, kw_only=True, slots=True)
class Blur(Request):
    """The other faces of the sample whose numbers lie nearest to a face's, their mean, and what the decoder gives."""

    kind: ClassVar[str] = "blur"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: str = "sample:12"
    model: Literal["map", "face"] = "map"
    """Whose numbers: 2 ("map") leave much open, 32 ("face") little."""
    neighbours: Annotated[int, Range(2, 24)] = 12

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)


@dataclass(frozen=True, kw_only=True, slots=True)
class LatentMap(Request):
    """The whole map of the model with 2 numbers, decoded on a grid, and where the pictures of the sample lie on it."""

    kind: ClassVar[str] = "latent-map"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    side: Annotated[int, Range(2, 24)] = 24
