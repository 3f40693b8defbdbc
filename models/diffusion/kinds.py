"""What may be asked of the diffusion model and its student, and what their runs yield."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.avatars.pictures import Picture
from models.classifier.kinds import Count
from models.diffusion import prompts
from models.diffusion.reader import as_caption
from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed, TextLimit
from models.engine.requests import FLOAT_DIGITS, Request
from models.engine.steps import Step
from models.engine.translation import N_

MAX_CHARACTERS = 2000
MAX_WEIGHT = 4.0
OTHER_PROMPT = "a sad person with long blonde hair, sunglasses and a pink hoodie, navy background"  # to compare with
Scheduler = Literal["dpm++", "ddim", "euler", "ddpm"]


@dataclass(frozen=True)
class ImagePrompt(TextLimit):
    """Tokens of the text-to-image model, its start and end token included. Raises InvalidRequest in `check`."""

    max_tokens: int = prompts.MAX_TOKENS
    empty: bool = True

    def check_text(self, text: str) -> None:
        """Of what the reader makes of the text, which is what the text encoder gets."""
        if len(text) > MAX_CHARACTERS:  # before the tokenizer: it would work through a whole book first
            raise InvalidRequest(
                N_("The prompt has {n} characters; at most {limit} are read. Shorten it."),
                n=len(text),
                limit=MAX_CHARACTERS,
            )
        text = as_caption(text)
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


class Prompted(Request):
    """A request whose prompts become what the text encoder is given: see reader.as_caption."""

    __slots__ = ()

    def __post_init__(self) -> None:
        Request.__post_init__(self)  # first: what is refused is not read
        for name in ("prompt", "negative_prompt"):
            if hasattr(self, name):
                object.__setattr__(self, name, as_caption(getattr(self, name)))


@dataclass(frozen=True, kw_only=True, slots=True)
class TextToImage(Prompted):
    """One picture by guided denoising (Ho & Salimans, arXiv:2207.12598), step by step."""

    kind: ClassVar[str] = "text-to-image"
    family: ClassVar[str] = "diffusion"
    first_guess: ClassVar[float] = 4.0
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
        Prompted.__post_init__(self)  # first: a prompt that is too long must not be cut into tokens
        weights = {int(position): round(float(weight), FLOAT_DIGITS) for position, weight in self.token_weights}
        for position, weight in weights.items():
            if not 1 <= position < self.prompt_tokens - 1:
                raise InvalidRequest(
                    N_("There is no token {place} in the prompt; its tokens go from 1 to {last}."),
                    place=position,
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
class FewSteps(Prompted):
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
    """How far to go towards the second seed's noise, from 0 to 1. Noise added between steps is still that of `seed`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDenoiser(Prompted):
    """One picture by guided denoising, and what each block of the network gives at each step; or with one part off."""

    kind: ClassVar[str] = "open-denoiser"
    family: ClassVar[str] = "diffusion"
    first_guess: ClassVar[float] = 5.0
    prompt: Annotated[str, ImagePrompt()] = (
        "a smiling person with short red hair, round glasses and a green hoodie, blue background"
    )
    guidance_scale: Annotated[float, Range(0, 15, 0.5)] = 4.0
    num_inference_steps: Annotated[int, Range(1, 50)] = 20
    seed: Seed = 0
    off: Literal["", "middle", "skip-0", "skip-1", "skip-2"] = ""
    """What is off at every step: the middle block (its input goes on unchanged), or what one of the up blocks gets
    over the skip connections (zeros instead); 0 is the coarsest. Then the picture is all there is to see."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Denoise(Request):
    """One picture from noise without words: the same network with the empty prompt, one pass a step."""

    kind: ClassVar[str] = "denoise"
    family: ClassVar[str] = "diffusion"
    first_guess: ClassVar[float] = 3.0
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
    picture: Picture = "sample:12"
    frames: Annotated[int, Range(2, 41)] = 11
    """Timesteps from 0 (nearly clean) to 999 (noise alone), evenly spread."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DiffusionSamples(Request):
    """Pictures of the empty prompt, one network pass a step."""

    kind: ClassVar[str] = "diffusion-samples"
    family: ClassVar[str] = "diffusion"
    count: Count = 6
    num_inference_steps: Annotated[int, Range(1, 50)] = 20
    scheduler: Scheduler = "dpm++"
    seed: Seed = 0


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
class BlockStep(Step):
    """What one block of the network gives at one step of denoising, for the prompt."""

    step: int  # of denoising, counted from 1
    block: str  # "in", "down-0", …, "middle", "up-0", …, "out", in the order in which they run
    words: bool  # whether cross-attention brings in the words there
    channels: int  # that it gives in all
    shown: np.ndarray  # (4,) int64, those with the largest variance over the places at the first step
    maps: np.ndarray  # (4, side, side) float32, their values, no unit


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class NoisedStep(Step):
    """One frame of the forward process. Latents as in DenoiseStep."""

    timestep: int  # 0 = nearly clean, 999 = noise alone
    alpha_cumprod: float  # share of signal power, in [0, 1]; the signal-to-noise ratio is ᾱ / (1 − ᾱ)
    latents: np.ndarray  # x_t = √ᾱ·x₀ + √(1−ᾱ)·ε, the same ε in every frame
    picture: np.ndarray  # (128, 128, 3) uint8, x_t decoded
    pred_original_sample: np.ndarray  # x̂₀, the network's guess from x_t in one step, without words
    preview: np.ndarray  # (128, 128, 3) uint8, x̂₀ decoded


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class OnTheWayStep(Step):
    """One pass of diffusion towards the next picture: nothing to see yet, but others may have their turn."""


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    prompt = TextToImage().prompt
    return (
        *(Denoise(), Denoise(seed=1, num_inference_steps=1), AddNoise(), DiffusionSamples()),
        *(TextToImage(), *(TextToImage(num_inference_steps=n, film=False) for n in (1, 2, 4))),
        TextToImage(prompt=OTHER_PROMPT, film=False),
        OpenDenoiser(),
        *(FewSteps(), *(FewSteps(prompt=prompt, num_inference_steps=n) for n in (1, 2, 4))),
    )
