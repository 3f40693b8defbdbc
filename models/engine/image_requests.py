"""What may be asked of the image models, and what their runs yield. See requests.py and steps.py for the rules.

Pictures in a request are text, so that requests are hashable: "sample:12" is a picture of the shipped sample,
"png:…" a PNG file in base64, of exactly 128×128 pixels in RGB.
"""

from __future__ import annotations

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.diffusion import prompts
from models.engine.requests import N_, InvalidRequest, Range, Request
from models.engine.steps import Step

SIZE = 128
SAMPLE_COUNT = 400
DIRECTIONS = tuple(f"{attribute}/{name}" for attribute in ATTRIBUTES for name in NAMES[attribute])
Scheduler = Literal["dpm++", "ddim", "euler", "ddpm"]
Seed = Annotated[int, Range(0, 2**31 - 1)]


@dataclass(frozen=True)
class ImagePrompt:
    """Limits of a prompt in tokens of the text-to-image model, its start and end token included."""

    max_tokens: int = prompts.MAX_TOKENS


def _check_prompt(text: str) -> None:
    if len(text) > 2000:  # before the tokenizer: it would work through a whole book first
        raise InvalidRequest(N_("The prompt has {n} characters; at most 2,000 are read. Shorten it."), n=len(text))
    if strange := prompts.unreadable(text):
        raise InvalidRequest(
            N_("This model can't read {characters}. It reads the letters a to z, digits and , . - ! ? ' only."),
            characters=" ".join(f"“{c}”" for c in strange[:5]),
        )
    n = prompts.count(text)
    if n > prompts.MAX_TOKENS:
        raise InvalidRequest(
            N_("The prompt has {n} tokens; this model reads {limit}. Shorten it by {over}."),
            n=n, limit=prompts.MAX_TOKENS, over=n - prompts.MAX_TOKENS,
        )  # fmt: skip


def open_picture(text: str) -> np.ndarray | int:
    """The pixels (128, 128, 3) uint8 of "png:…", or the number of "sample:…". Raises InvalidRequest."""
    kind, _, value = text.partition(":")
    if kind == "sample":
        if not (value.isascii() and value.isdigit() and len(value) < 9 and int(value) < SAMPLE_COUNT):
            raise InvalidRequest(
                N_("There is no sample picture {value}; they go from 0 to {last}."), value=value, last=SAMPLE_COUNT - 1
            )
        return int(value)
    if kind != "png":
        raise InvalidRequest(N_("A picture is given as “sample:” and a number, or as “png:” and the file in base64."))
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(base64.b64decode(value, validate=True)), formats=["PNG"])
    except (binascii.Error, ValueError, UnidentifiedImageError, OSError) as error:
        raise InvalidRequest(N_("This is not a whole PNG picture. Save it as PNG and try again.")) from error
    if image.size != (SIZE, SIZE) or image.mode != "RGB":
        raise InvalidRequest(
            N_("The picture is {width}×{height} in mode {mode}; the model reads {size}×{size} in RGB. Convert it."),
            width=image.size[0], height=image.size[1], mode=image.mode, size=SIZE,
        )  # fmt: skip
    try:
        return np.asarray(image, np.uint8)
    except (OSError, SyntaxError, ValueError) as error:  # the header is good and the pixels are not
        raise InvalidRequest(N_("This is not a whole PNG picture. Save it as PNG and try again.")) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class TextToImage(Request):
    """One picture by guided denoising (Ho & Salimans, arXiv:2207.12598), step by step."""

    kind: ClassVar[str] = "text-to-image"
    family: ClassVar[str] = "diffusion"
    prompt: Annotated[str, ImagePrompt()] = "a smiling person with round glasses and a green hoodie, blue background"
    """At most 48 tokens with the start and end token; a longer one is refused, never cut. Empty: any person."""
    negative_prompt: Annotated[str, ImagePrompt()] = ""
    guidance_scale: Annotated[float, Range(0, 15, 0.5)] = 4.0
    """No unit. 0 = the negative prompt alone, 1 = no guidance."""
    num_inference_steps: Annotated[int, Range(1, 100)] = 20
    scheduler: Scheduler = "dpm++"
    eta: Annotated[float, Range(0, 1, 0.1)] = 0.0
    """No unit; of "ddim" alone. 0 adds no fresh noise, 1 adds as much as "ddpm"."""
    seed: Seed = 0
    film: bool = True
    """Decode the predicted picture at every step (about 25 ms each)."""
    attention_maps: bool = False
    """Keep the cross-attention of every step, layer, head and token (about 0.3 MB a step)."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        _check_prompt(self.prompt)
        _check_prompt(self.negative_prompt)


@dataclass(frozen=True, kw_only=True, slots=True)
class Denoise(Request):
    """One picture from noise without words: the same network with the empty prompt, one pass a step."""

    kind: ClassVar[str] = "denoise"
    family: ClassVar[str] = "diffusion"
    num_inference_steps: Annotated[int, Range(1, 100)] = 20
    scheduler: Scheduler = "ddim"
    eta: Annotated[float, Range(0, 1, 0.1)] = 0.0
    seed: Seed = 0
    film: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Encode(Request):
    """A picture to its latent and back, with an attribute direction added on the way if asked.

    model: "codec" is the autoencoder of the diffusion model (4×16×16 numbers), "face" the β-VAE (32 numbers).
    """

    kind: ClassVar[str] = "encode"
    family: ClassVar[str] = "vae"
    picture: str = "sample:0"
    model: Literal["codec", "face"] = "face"
    direction: Literal["", *DIRECTIONS] = ""  # type: ignore[valid-type]
    """Attribute and value, as "glasses/sunglasses"; for "face" alone."""
    amount: Annotated[float, Range(-3, 3, 0.1)] = 1.0
    """How much of the direction is added; 1 is the mean difference between pictures with and without it."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)
        if self.direction and self.model != "face":
            raise InvalidRequest(N_("Directions exist for the model “face” only. Choose it, or clear the direction."))


@dataclass(frozen=True, kw_only=True, slots=True)
class Interpolate(Request):
    """A walk between two pictures through the latent space: a straight line, or an arc (spherical)."""

    kind: ClassVar[str] = "interpolate"
    family: ClassVar[str] = "vae"
    first: str = "sample:0"
    second: str = "sample:1"
    model: Literal["codec", "face"] = "face"
    path: Literal["linear", "spherical"] = "linear"
    frames: Annotated[int, Range(2, 33)] = 9

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.first)
        open_picture(self.second)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gan(Request):
    """Pictures of the GAN: one, or a walk in w to a second seed; or the second seed's style in the later layers."""

    kind: ClassVar[str] = "gan"
    family: ClassVar[str] = "gan"
    seed: Seed = 0
    truncation_psi: Annotated[float, Range(0, 1.5, 0.05)] = 0.7
    """No unit. 1 leaves w as it is, 0 gives everyone the mean face."""
    second_seed: Seed = 1
    frames: Annotated[int, Range(1, 33)] = 1
    """1: the first seed alone. More: as many pictures on the line in w from the first seed to the second."""
    mix_from_layer: Annotated[int, Range(0, 7)] = 7
    """Layers from this one on take the second seed's w; 7 = none of the 7 do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Enlarge(Request):
    """A picture reduced to 16×16 and enlarged to 64×64: bicubic, and by super-resolution."""

    kind: ClassVar[str] = "enlarge"
    family: ClassVar[str] = "gan"
    picture: str = "sample:0"

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)


Shape = Literal["ring", "gaussians", "spiral", "moons"]


def _check_drawn(drawn: object) -> tuple[tuple[float, float], ...]:
    try:
        points = tuple((round(float(x), 3), round(float(y), 3)) for x, y in drawn)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise InvalidRequest(N_("Drawn points are pairs of numbers, as ((0.1, -0.5), (0.2, 0.3)).")) from error
    if len(points) > 500 or not all(-1.5 <= v <= 1.5 for point in points for v in point):
        raise InvalidRequest(N_("At most 500 points can be drawn, each between -1.5 and 1.5 in both directions."))
    return points


@dataclass(frozen=True, kw_only=True, slots=True)
class GanToy(Request):
    """A GAN on points in the plane, trained from nothing while one watches."""

    kind: ClassVar[str] = "gan-toy"
    family: ClassVar[str] = "gan"
    shape: Shape = "gaussians"
    drawn: tuple[tuple[float, float], ...] = ()
    """Points drawn by hand, in place of the shape; at most 500."""
    turns: str = "1500DG"
    """Who moves: groups of a count and letters, "1500DG" = 1500 times the critic, then the generator; "10D 5G" too."""
    generator_rate: Annotated[float, Range(0.0001, 0.05)] = 0.002
    critic_rate: Annotated[float, Range(0.0001, 0.05)] = 0.002
    r1_weight: Annotated[float, Range(0, 5, 0.1)] = 0.3
    """Penalty on a steep critic at real points, against collapse and circling; 0 = none."""
    reports: Annotated[int, Range(1, 100)] = 30
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        object.__setattr__(self, "drawn", _check_drawn(self.drawn))
        self.turns_in_order()

    def turns_in_order(self) -> str:
        """The letters one by one, as "DGDG…". Raises InvalidRequest."""
        total: list[str] = []
        for group in self.turns.split()[:100]:
            digits = group.rstrip("DG")
            letters = group[len(digits) :]
            if not letters or not (digits == "" or (digits.isascii() and digits.isdigit() and len(digits) < 6)):
                raise InvalidRequest(
                    N_("“{group}” is no turn. Write a count and D or G, as “200DG” or “10D 5G”."), group=group[:20]
                )
            total.append(letters * int(digits or 1) if len(letters) <= 20 else letters)
        order = "".join(total)
        if not 1 <= len(order) <= 8000:
            raise InvalidRequest(N_("There are {n} turns; from 1 to 8,000 can be played."), n=len(order))
        return order


@dataclass(frozen=True, kw_only=True, slots=True)
class VaeToy(Request):
    """A VAE on points in the plane, trained from nothing while one watches."""

    kind: ClassVar[str] = "vae-toy"
    family: ClassVar[str] = "gan"
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
    family: ClassVar[str] = "gan"
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
    number: int  # turns played so far
    samples: np.ndarray  # (256, 2) float32, the generator's points for the same 256 z each time
    pull: np.ndarray  # (256, 2) float32, where the critic would move each of them: minus the loss's gradient
    surface: np.ndarray  # (32, 32) float32, the critic's probability of "real"; rows y, columns x, from -1.2 to 1.2
    critic_loss: float  # nats; NaN before its first turn
    generator_loss: float
    modes: int  # of eight Gaussians, how many are found (2 % of the points within 0.2)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ToyStep(Step):
    number: int  # training steps so far
    samples: np.ndarray  # (256, 2) float32
    paths: np.ndarray | None  # flow: (flow_steps + 1, 256, 2) float32, from noise to data; VAE: None
    loss: float
    kl: float | None  # VAE: nats per point


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PromptStep(Step):
    input_ids: np.ndarray  # (48,) int64, start token, prompt, end token and padding
    prompt_embeds: np.ndarray  # (48, 192) float32, the text encoder's last states
    unknown_words: str  # words that no caption holds, separated by spaces; "" if all are known


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DenoiseStep(Step):
    """One step of denoising. Latents are (4, 16, 16) float32, in standard deviations of the training latents."""

    timestep: int  # 999 = noise alone, 0 = nearly clean
    alpha_cumprod: float  # share of signal power in x_t, in [0, 1]
    latents: np.ndarray  # x_t before this step, scaled so that signal and noise power sum to 1
    noise_pred: np.ndarray  # predicted noise after guidance
    noise_pred_uncond: np.ndarray | None  # the same of the negative prompt; None without guidance
    noise_pred_text: np.ndarray | None  # the same of the prompt
    pred_original_sample: np.ndarray  # x̂₀, the clean latents that noise_pred means
    prev_sample: np.ndarray  # the latents after this step, as the scheduler keeps them
    preview: np.ndarray | None = None  # (128, 128, 3) uint8, x̂₀ decoded
    cross_attention: np.ndarray | None = (
        None  # (7, 4, 16, 16, n) float16: layer, head, row, column, token of the prompt
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PictureStep(Step):
    """A picture and what the classifier reads in it."""

    picture: np.ndarray  # (128, 128, 3) or (64, 64, 3) uint8
    latents: np.ndarray  # what it was decoded from: (4, 16, 16), (32,) or (7, 128) float32
    read_values: np.ndarray  # (12,) int64, index of the likeliest value of each attribute
    read_probs: np.ndarray  # (12,) float32, the classifier's probability of it
    position: float = 0.0  # place on a walk, from 0 (first) to 1 (second)
    critic_logit: float | None = None  # of the GAN: above 0 its critic takes the picture for real


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class EnlargeStep(Step):
    original: np.ndarray  # (64, 64, 3) uint8
    small: np.ndarray  # (16, 16, 3) uint8: all that the network sees
    bicubic: np.ndarray  # (64, 64, 3) uint8
    enlarged: np.ndarray  # (64, 64, 3) uint8, the network's
    bicubic_psnr: float  # dB, against the original
    enlarged_psnr: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class EncodeStep(Step):
    picture: np.ndarray  # (128, 128, 3) uint8 for the codec, (64, 64, 3) for the β-VAE: what was encoded
    mu: np.ndarray  # (4, 16, 16) or (32,) float32
    logvar: np.ndarray  # the same shape; natural log of the variance
    recon: np.ndarray  # the shape of picture, uint8: mu decoded
    mse: float  # mean squared difference of picture and recon, in units of 1/255²; anomaly score and distortion
    kl: float  # nats, of the whole latent against a standard Gaussian


IMAGE_KINDS: dict[str, type[Request]] = {
    r.kind: r for r in (TextToImage, Denoise, Encode, Interpolate, Gan, Enlarge, GanToy, VaeToy, FlowToy)
}
IMAGE_STEPS: dict[str, type[Step]] = {
    c.__name__: c for c in (PromptStep, DenoiseStep, PictureStep, EncodeStep, EnlargeStep, GanToyStep, ToyStep)
}
