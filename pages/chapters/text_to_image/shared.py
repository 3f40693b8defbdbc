"""What several figures of Text to image need."""

from __future__ import annotations

import io

import numpy as np
import streamlit as st
from PIL import Image

from models.diffusion import prompts
from models.diffusion.kinds import DenoiseStep, PromptStep, TextToImage
from models.engine import Trace
from pages.basics import theme
from pages.basics.language import _
from pages.figures import diverging

LIMIT = 3.0  # of signed latents: beyond three standard deviations the colour is full


def asked_for(trace: Trace) -> TextToImage:
    """The request of a trace of this chapter."""
    assert isinstance(trace.request, TextToImage)
    return trace.request


def text_of(trace: Trace) -> PromptStep:
    """What the text encoder made of the prompt."""
    first = trace.steps[0]
    assert isinstance(first, PromptStep)
    return first


def unguided(step: DenoiseStep) -> np.ndarray:
    """The noise predicted from the negative prompt alone, (4, 16, 16)."""
    assert step.noise_pred_uncond is not None, "without guidance there is no such part"
    return step.noise_pred_uncond


def worded(step: DenoiseStep) -> np.ndarray:
    """The noise predicted with the prompt, (4, 16, 16)."""
    assert step.noise_pred_text is not None, "without guidance there is no such part"
    return step.noise_pred_text


def difference(step: DenoiseStep) -> np.ndarray:
    """What the words change in the predicted noise, (4, 16, 16)."""
    changes: np.ndarray = worded(step) - unguided(step)
    return changes


def picture_difference(step: DenoiseStep) -> np.ndarray:
    """The same in the predicted clean latents: x̂₀ = (x_t − √(1 − ᾱ)·ε) / √ᾱ, so Δx̂₀ = −√((1 − ᾱ) / ᾱ)·Δε.
    NaN where ᾱ is 0 (the first step of some schedulers): there the noise is x_t itself, whatever the words."""
    a = step.alpha_cumprod
    if a == 0:
        return np.full_like(difference(step), np.nan)
    changes: np.ndarray = -(((1 - a) / a) ** 0.5) * difference(step)
    return changes


def rms(values: np.ndarray) -> float:
    """Root of the mean square: how large numbers are, whatever their sign."""
    return float(np.sqrt(np.mean(np.square(values, dtype=np.float64))))


def tokens(trace: Trace) -> list[str]:
    """The tokens of the prompt with the start and the end token, as they stand in the vocabulary."""
    ids = text_of(trace).input_ids[: prompts.count(asked_for(trace).prompt)]
    names = [prompts.visible(int(i)).removesuffix("</w>") for i in ids]
    return [_("start"), *names[1:-1], _("end")]


def large(pixels: np.ndarray, times: int = 9) -> bytes:
    """Enlarged so that a browser does not blur the squares; PNG."""
    image = Image.fromarray(pixels)
    file = io.BytesIO()
    image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()


def legend(palette: theme.Palette, limit: float = LIMIT) -> None:
    """What the colours of signed numbers mean."""
    ramp = diverging.colours(np.tile(np.linspace(-limit, limit, 240), (12, 1)), limit, palette)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":small[−{limit:g}]", width="content")
        st.image(ramp, width=180, alt=_("Colour scale from blue over none to red"))
        st.markdown(f":small[+{limit:g} · {_('standard deviations')}]", width="content")
