"""What may be asked of the image models. See requests.py for the rules.

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
from models.engine.requests import FLOAT_DIGITS, N_, InvalidRequest, Prompt, Range, Request, Seed

SIZE = 128
SAMPLE_COUNT = 400
MAX_CHARACTERS = 2000
MAX_WEIGHT = 4.0
DIRECTIONS = tuple(f"{attribute}/{name}" for attribute in ATTRIBUTES for name in NAMES[attribute])
Scheduler = Literal["dpm++", "ddim", "euler", "ddpm"]


@dataclass(frozen=True)
class ImagePrompt(Prompt):
    """Limits of a prompt in tokens of the text-to-image model, its start and end token included."""

    max_tokens: int = prompts.MAX_TOKENS
    empty: bool = True

    def check(self, text: str) -> None:
        if len(text) > MAX_CHARACTERS:  # before the tokenizer: it would work through a whole book first
            raise InvalidRequest(
                N_("The prompt has {n} characters; at most {limit} are read. Shorten it."),
                n=len(text),
                limit=MAX_CHARACTERS,
            )
        if strange := prompts.unreadable(text):
            raise InvalidRequest(
                N_("This model can't read {characters}. It reads the letters a to z, digits and , . - ! ? ' only."),
                # Escaped where it can't be shown, as half a character (a lone surrogate).
                characters=" ".join(f"“{c if c.isprintable() else ascii(c)[1:-1]}”" for c in strange[:5]),
            )
        n = prompts.count(text)
        if n > self.max_tokens:
            raise InvalidRequest(
                N_("The prompt has {n} tokens; this model reads {limit}. Shorten it by {over}."),
                n=n,
                limit=self.max_tokens,
                over=n - self.max_tokens,
            )


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
            width=image.size[0],
            height=image.size[1],
            mode=image.mode,
            size=SIZE,
        )
    try:
        return np.asarray(image, np.uint8)
    except (OSError, SyntaxError, ValueError) as error:  # the header is good and the pixels are not
        raise InvalidRequest(N_("This is not a whole PNG picture. Save it as PNG and try again.")) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class TextToImage(Request):
    """One picture by guided denoising (Ho & Salimans, arXiv:2207.12598), step by step."""

    kind: ClassVar[str] = "text-to-image"
    family: ClassVar[str] = "diffusion"
    prompt: Annotated[str, ImagePrompt()] = (
        "a smiling person with short red hair, round glasses and a green hoodie, blue background"
    )
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
    token_weights: tuple[tuple[int, float], ...] = ()
    """(place, weight) of single tokens of the prompt; place 0 is the start token. 1 changes nothing, 0 gives the token
    the state that the empty prompt has there, 2 doubles the distance from it (as the library Compel does)."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)  # first: a prompt that is too long must not be cut into tokens
        weights = {int(place): round(float(weight), FLOAT_DIGITS) for place, weight in self.token_weights}
        for place, weight in weights.items():
            if not 1 <= place < self.prompt_tokens - 1:
                raise InvalidRequest(
                    N_("There is no token {place} in the prompt; its tokens go from 1 to {last}."),
                    place=place,
                    last=self.prompt_tokens - 2,
                )
            if not 0 <= weight <= MAX_WEIGHT:
                raise InvalidRequest(
                    N_("A token's weight is {weight}; it goes from 0 to {limit:g}."), weight=weight, limit=MAX_WEIGHT
                )
        object.__setattr__(self, "token_weights", tuple(sorted((p, w) for p, w in weights.items() if w != 1)))

    @property
    def prompt_tokens(self) -> int:
        """Tokens of the prompt, the start and the end token included."""
        return prompts.count(self.prompt)


@dataclass(frozen=True, kw_only=True, slots=True)
class FewSteps(Request):
    """One picture by the student that learned to jump to the end of the guided path (Luo et al., arXiv:2310.04378).

    The noise it starts from is that of `seed`, or lies between it and that of `second_seed`, on the arc.
    """

    kind: ClassVar[str] = "few-steps"
    family: ClassVar[str] = "diffusion"
    brief: ClassVar[bool] = True
    prompt: Annotated[str, ImagePrompt()] = "a smiling person with curly pink hair and square glasses"
    """As of TextToImage. Guidance 4 is built into the weights."""
    num_inference_steps: Annotated[int, Range(1, 8)] = 4
    seed: Seed = 0
    second_seed: Seed = 1
    mix: Annotated[float, Range(0, 1, 0.02)] = 0.0
    """Share of the way to the second seed's noise. What is added between the steps stays that of `seed`."""


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
class AddNoise(Request):
    """The forward process: one picture with ever more of the same noise, and what the network makes of each frame."""

    kind: ClassVar[str] = "add-noise"
    family: ClassVar[str] = "diffusion"
    picture: str = "sample:12"
    frames: Annotated[int, Range(2, 41)] = 11
    """Timesteps from 0 (nearly clean) to 999 (noise alone), evenly spread."""
    seed: Seed = 0

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)


@dataclass(frozen=True, kw_only=True, slots=True)
class Encode(Request):
    """A picture to its latent and back, with an attribute direction added on the way if asked.

    model: "codec" is the autoencoder of the diffusion model (4×16×16 numbers), "face" the β-VAE (32 numbers), "map"
    the same with 2 numbers.
    """

    kind: ClassVar[str] = "encode"
    family: ClassVar[str] = "vae"
    brief: ClassVar[bool] = True
    picture: str = "sample:0"
    model: Literal["codec", "face", "map"] = "face"
    direction: Literal["", *DIRECTIONS] = ""  # type: ignore[valid-type]
    """Attribute and value, as "glasses/sunglasses"; for "face" alone."""
    amount: Annotated[float, Range(-3, 3, 0.1)] = 1.0
    """How much of the direction is added; 1 is the mean difference between faces that show it and faces that show
    what this one shows (models/vae/beta.py)."""

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
    brief: ClassVar[bool] = True
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
    brief: ClassVar[bool] = True
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
    brief: ClassVar[bool] = True
    picture: str = "sample:0"

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        open_picture(self.picture)
