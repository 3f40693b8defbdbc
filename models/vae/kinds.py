"""What may be asked of the VAEs of faces and the codec, and what their runs yield.

Pictures are uint8, (64, 64, 3) unless another shape is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.avatars.pictures import Picture
from models.classifier.kinds import Count, PictureStep
from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed
from models.engine.requests import FLOAT_DIGITS, Request
from models.engine.steps import Step
from models.engine.translation import N_

DIRECTIONS = tuple(f"{attribute}/{name}" for attribute in ATTRIBUTES for name in NAMES[attribute])
MOST_CHANGES = 6
AMOUNT = Range(-3, 3, 0.1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Encode(Request):
    """A picture to its latent and back, optionally with an attribute direction added in between.

    model: "codec" is the autoencoder of the diffusion model (4×16×16 numbers), "face" the VAE (32 numbers), "map"
    the same with 2 numbers.
    """

    kind: ClassVar[str] = "encode"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:0"
    model: Literal["codec", "face", "map"] = "face"
    direction: Literal["", *DIRECTIONS] = ""  # type: ignore[valid-type]
    """Attribute and value, as "glasses/sunglasses"; for "face" alone."""
    amount: Annotated[float, Range(-3, 3, 0.1)] = 1.0
    """How much of the direction is added; 1 is the mean difference between faces that show it and faces that show
    what this one shows (models/vae/beta.py)."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if self.direction and self.model != "face":
            raise InvalidRequest(N_("Directions exist for the model “face” only. Choose it, or clear the direction."))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class EncodeStep(Step):
    picture: np.ndarray  # (128, 128, 3) uint8 for the codec, (64, 64, 3) for the VAE: what was encoded
    mu: np.ndarray  # (4, 16, 16) or (32,) float32
    logvar: np.ndarray  # the same shape; natural log of the variance
    recon: np.ndarray  # the shape of picture, uint8: mu decoded
    mse: float  # mean squared difference of picture and recon, in units of 1/255²; anomaly score and distortion
    kl: float  # nats, of the whole latent against a standard Gaussian


@dataclass(frozen=True, kw_only=True, slots=True)
class Interpolate(Request):
    """A walk between two pictures through the latent space: a straight line, or an arc (spherical)."""

    kind: ClassVar[str] = "interpolate"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    first: Picture = "sample:0"
    second: Picture = "sample:1"
    model: Literal["codec", "face"] = "face"
    path: Literal["linear", "spherical"] = "linear"
    frames: Annotated[int, Range(2, 33)] = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk(Request):
    """Two faces as 32 numbers each, and three ways from one to the other: both pictures cross-faded, a
    straight line between the numbers, and an arc (spherical; Shoemake 1985)."""

    kind: ClassVar[str] = "walk"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    first: Picture = "sample:12"
    second: Picture = "sample:5"
    frames: Annotated[int, Range(2, 33)] = 17


@dataclass(frozen=True, kw_only=True, slots=True)
class Change(Request):
    """A face, and the same face after directions of attributes were added to its 32 numbers."""

    kind: ClassVar[str] = "change"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:12"
    changes: tuple[tuple[str, float], ...] = ()
    """(direction, amount), as ("glasses/sunglasses", 1.5). 1 is the mean difference between faces that show it and
    faces that show what this one shows (models/vae/beta.py)."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        changes = tuple((str(name), round(float(amount), FLOAT_DIGITS)) for name, amount in self.changes)
        if len(changes) > MOST_CHANGES:
            raise InvalidRequest(
                N_("{n} directions are asked for; at most {limit} can be added."), n=len(changes), limit=MOST_CHANGES
            )
        for name, amount in changes:
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
        object.__setattr__(self, "changes", changes)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ChangedStep(PictureStep):
    """A decoded face and what the classifier gives for what was asked. Change: before, after. Arithmetic: the mean
    with, the mean of what the face shows instead, the face, the sum."""

    asked_probs: np.ndarray  # (k,) float32, the classifier's probability of each value that was asked for
    count: int = 1  # faces whose mean this is


@dataclass(frozen=True, kw_only=True, slots=True)
class Arithmetic(Request):
    """The mean of some faces with an attribute, minus the mean of as many that show what this face shows instead,
    added to the face."""

    kind: ClassVar[str] = "arithmetic"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:12"
    direction: Literal[DIRECTIONS] = "glasses/sunglasses"  # type: ignore[valid-type]
    count: Annotated[int, Range(1, 40)] = 20
    """Faces with it, and faces with what this one shows instead: the first of the shipped sample."""
    amount: Annotated[float, AMOUNT] = 1.0


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
    picture: Picture = "sample:12"
    seed: Seed = 0
    count: Annotated[int, Range(1, 16)] = 8
    times: Annotated[int, Range(0, 30)] = 1
    """How many σ far; training took 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Anomaly(Request):
    """Reconstruction error and KL of every picture of the shipped sample: what is usual for faces of this world."""

    kind: ClassVar[str] = "anomaly"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AnomalyStep(Step):
    mse: np.ndarray  # (400,) float32, mean squared difference of picture and reconstruction, in units of 1/255²
    kl: np.ndarray  # (400,) float32, nats


@dataclass(frozen=True, kw_only=True, slots=True)
class Compress(Request):
    """One picture stored in three ways at several sizes: JPEG, the codec's latents, and the VAE's 32 numbers."""

    kind: ClassVar[str] = "compress"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:12"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CompressStep(Step):
    method: str  # "jpeg", "codec" (4×16×16 numbers) or "face" (32 numbers)
    setting: int  # JPEG's quality, or bits for each number
    nbytes: int  # of the whole JPEG file, or of the numbers alone
    header: int  # of these, bytes that say nothing of the picture: JPEG's tables
    psnr: float  # dB, against the original of 128×128 pixels
    picture: np.ndarray  # (128, 128, 3), decoded again; the VAE's 64×64 are enlarged (bicubic)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clean(Request):
    """The same noise, ever stronger, over a face; each time the VAE encodes and decodes what it sees."""

    kind: ClassVar[str] = "clean"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:12"
    frames: Annotated[int, Range(2, 21)] = 9
    """Noise of deviation 0 to 128 of 255, evenly spread."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CleanStep(Step):
    sigma: float  # deviation of the noise, of 255
    noisy: np.ndarray
    cleaned: np.ndarray  # decoded from the mu of the noisy picture
    smoothed: np.ndarray  # the mean of each 3×3 places of the noisy picture, to compare
    noisy_psnr: float  # dB, against the picture without noise
    cleaned_psnr: float
    smoothed_psnr: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Blur(Request):
    """The other faces of the sample whose numbers lie nearest to a face's, their mean, and what the decoder gives."""

    kind: ClassVar[str] = "blur"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:12"
    model: Literal["map", "face"] = "map"
    """Whose numbers: 2 ("map") leave much open, 32 ("face") little."""
    neighbours: Annotated[int, Range(2, 24)] = 12


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class BlurStep(Step):
    picture: np.ndarray
    recon: np.ndarray
    neighbours: np.ndarray  # (n, 64, 64, 3), nearest first
    numbers: np.ndarray  # (n,) int64, of the shipped sample
    distances: np.ndarray  # (n,) float32, between their numbers and the picture's
    mean: np.ndarray  # of the neighbours, pixel by pixel
    costs: np.ndarray  # (n,) float32: each neighbour as a guess, mean squared error to all n, in units of 1/255²
    mean_cost: float  # the same for their mean
    sharpness: (
        np.ndarray
    )  # (3,) float32 of picture, recon, mean: mean absolute step between neighbouring pixels, of 255


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenFace(Request):
    """The VAE laid open on one face: what each of its stages gives, and which pixels move which number."""

    kind: ClassVar[str] = "open-face"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:12"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StageStep(Step):
    """What one stage of the encoder or decoder gives."""

    half: str  # "encoder" or "decoder"
    layer: int  # of this half, counted from 0
    channels: int  # that the stage has in all
    shown: np.ndarray  # (k,) int64, those with the largest variance over the places, k at most 4
    maps: np.ndarray  # (k, side, side) float32, their values, no unit


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SlopesStep(Step):
    """How each μ changes with the picture: ∂μ/∂x, for all three colours of a pixel together."""

    slopes: np.ndarray  # (32, 64, 64) float32, change of μ per level of 255


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareBetas(Request):
    """One face through four small VAEs that differ in β alone: what comes back, what it costs, faces from noise."""

    kind: ClassVar[str] = "compare-betas"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: Picture = "sample:12"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class BetaStep(Step):
    """One of the VAEs, with the weight β of the KL in its training."""

    beta: float
    recon: np.ndarray  # μ of the picture decoded
    mse: float  # of picture and recon, in units of 1/255²
    kl: float  # nats, of the picture
    mu: np.ndarray  # (400, 32) float32, of the shipped sample
    sample_mse: np.ndarray  # (400,) float32, of each picture of the shipped sample
    sample_kl: np.ndarray  # (400,) float32, nats
    made: np.ndarray  # (6, 64, 64, 3), decoded from 32 numbers of a bell curve, the same for each β


@dataclass(frozen=True, kw_only=True, slots=True)
class LatentMap(Request):
    """The whole map of the model with 2 numbers, decoded on a grid, and where the pictures of the sample lie on it."""

    kind: ClassVar[str] = "latent-map"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    side: Annotated[int, Range(2, 24)] = 24


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class MapStep(Step):
    grid: np.ndarray  # (2, side) float32: the values of the first and of the second number
    sheet: (
        np.ndarray
    )  # (bytes,) uint8, a WebP file of side × side pictures: right the first number rises, up the second
    read_values: np.ndarray  # (side, side, 12) int8, the classifier's likeliest values; rows the second number, rising
    mu: np.ndarray  # (400, 2) float32, where the pictures of the sample lie


@dataclass(frozen=True, kw_only=True, slots=True)
class VaeSamples(Request):
    """Pictures of the VAE's prior: 32 independent normal numbers, decoded."""

    kind: ClassVar[str] = "vae-samples"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    count: Count = 6
    temperature: Annotated[float, Range(0, 1.5, 0.05)] = 1.0
    """No unit. Multiplies the numbers: 1 as in training, 0 is the decoder's middle."""
    seed: Seed = 0


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    return (Walk(), LatentMap(), VaeSamples(), OpenFace(), CompareBetas())
