"""What runs of the image models yield. See steps.py for the rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.engine.steps import Step


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
class NoisedStep(Step):
    """One frame of the forward process. Latents as in DenoiseStep."""

    timestep: int  # 0 = nearly clean, 999 = noise alone
    alpha_cumprod: float  # share of signal power, in [0, 1]; the signal-to-noise ratio is ᾱ / (1 − ᾱ)
    latents: np.ndarray  # x_t = √ᾱ·x₀ + √(1−ᾱ)·ε, the same ε in every frame
    picture: np.ndarray  # (128, 128, 3) uint8, x_t decoded
    pred_original_sample: np.ndarray  # x̂₀, the network's guess from x_t in one step, without words
    preview: np.ndarray  # (128, 128, 3) uint8, x̂₀ decoded


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PictureStep(Step):
    """A picture and what the classifier reads in it."""

    picture: np.ndarray  # (128, 128, 3) or (64, 64, 3) uint8
    latents: np.ndarray  # what it was decoded from: (4, 16, 16), (32,) or (7, 128) float32
    read_values: np.ndarray  # (12,) int64, index of the likeliest value of each attribute
    read_probs: np.ndarray  # (12,) float32, the classifier's probability of it
    position: float = 0.0  # place on a walk, from 0 (first) to 1 (second)
    critic_logit: float | None = None  # of the GAN: only its distance from other pictures' logits was trained
    critic_prob: float | None = None  # mean chance, over 64 real pictures, that the critic prefers this one


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
