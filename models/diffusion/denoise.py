"""Text to image and unconditional denoising, every step laid open.

The loop is diffusers' StableDiffusionPipeline's own, operation for operation, so the same seed gives the very same
latents (a test compares them). Three things differ on purpose: guidance is applied at every scale, where the pipeline
skips it up to 1, DDIM steps from one timestep of its list to the next (ddim.py), and each step is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import numpy as np
import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from diffusers.models.attention_processor import Attention

from models.avatars.dataset import sample
from models.avatars.pictures import open_picture
from models.avatars.tensors import to_float, to_uint8
from models.classifier.infer import reading
from models.classifier.kinds import PictureStep
from models.diffusion.batch import ROWS, Predict
from models.diffusion.ddim import ListedDDIMScheduler
from models.diffusion.kinds import AddNoise, Denoise, DenoiseStep, FewSteps, NoisedStep, PromptStep, TextToImage
from models.diffusion.model import Model
from models.diffusion.net import build_scheduler, set_timesteps
from models.diffusion.prompts import count, unknown_words
from models.engine.steps import Step


class KeepMaps:
    """An attention processor that also keeps the weights softmax(q·k) of cross-attention (Hertz et al., 2208.01626).

    The output is the wrapped processor's own, so looking changes nothing; the weights are computed a second time.
    """

    def __init__(self, inner: Callable[..., torch.Tensor], maps: list[torch.Tensor]) -> None:
        self.inner, self.maps = inner, maps

    def __call__(
        self,
        attn: Attention,
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor | None = None,
        *args: object,
        **kwargs: object,
    ) -> torch.Tensor:
        if encoder_hidden_states is not None:
            query = attn.head_to_batch_dim(attn.to_q(hidden_states[-1:]))  # the last of the batch is the prompt's
            key = attn.head_to_batch_dim(attn.to_k(encoder_hidden_states[-1:]))
            self.maps.append(attn.get_attention_scores(query, key))  # (heads, pixels, 48)
        return self.inner(attn, hidden_states, encoder_hidden_states, *args, **kwargs)


def stack(maps: list[torch.Tensor], tokens: int) -> np.ndarray:
    """(layer, head, 16, 16, token) float16; coarser layers are repeated up to 16x16."""
    sized = []
    for m in maps:
        side = int(m.shape[1] ** 0.5)
        grid = m[..., :tokens].reshape(m.shape[0], side, side, tokens)
        sized.append(grid.repeat_interleave(16 // side, 1).repeat_interleave(16 // side, 2))
    return torch.stack(sized).half().numpy()


@torch.no_grad()
def denoise(model: Model, request: TextToImage | Denoise) -> Generator[Step | Predict, Any, None]:
    """With guidance it asks for each prediction (batch.py), so that it can be computed together with others'."""
    pipe, guided = model.pipe, isinstance(request, TextToImage)
    scheduler = build_scheduler(request.scheduler)
    prompt_step, embeds = condition(pipe, request)
    yield prompt_step
    generator = torch.Generator().manual_seed(request.seed)
    set_timesteps(scheduler, request.num_inference_steps)
    size = pipe.unet.config.sample_size
    latents = torch.randn((1, 4, size, size), generator=generator) * scheduler.init_noise_sigma
    extra = pipe_arguments(scheduler, generator, request.eta)
    for t in scheduler.timesteps:
        inputs = scheduler.scale_model_input(torch.cat([latents] * 2) if guided else latents, t)
        maps: list[torch.Tensor] = []
        if guided and not request.attention_maps:
            outputs = yield Predict(inputs, t, embeds)
        else:
            outputs = predict(pipe.unet, inputs, t, embeds, maps)
        v_uncond, v_text = outputs.chunk(2) if guided else (None, outputs)
        # The paper writes (1 + w)·text − w·uncond; guidance_scale is 1 + w, as in diffusers: 1 means no guidance.
        v = v_uncond + request.guidance_scale * (v_text - v_uncond) if guided else outputs
        # x_t is what the network saw: of unit variance, also where the scheduler keeps another scale (Euler).
        x_t, alpha_cumprod = inputs[-1:], scheduler.alphas_cumprod[int(t)]
        latents = scheduler.step(v, t, latents, **extra, return_dict=False)[0]
        pred_original_sample, noise_pred = clean_and_noise(x_t, alpha_cumprod, v)
        yield DenoiseStep(
            passes=2 if guided else 1,
            timestep=int(t),
            alpha_cumprod=float(alpha_cumprod),
            latents=x_t[0].numpy(),
            noise_pred=noise_pred[0].numpy(),
            noise_pred_uncond=clean_and_noise(x_t, alpha_cumprod, v_uncond)[1][0].numpy() if guided else None,
            noise_pred_text=clean_and_noise(x_t, alpha_cumprod, v_text)[1][0].numpy() if guided else None,
            pred_original_sample=pred_original_sample[0].numpy(),
            prev_sample=latents[0].numpy(),
            preview=decode(pipe, pred_original_sample) if request.film else None,
            cross_attention=stack(maps, count(request.prompt)) if maps else None,
        )
    picture = decode(pipe, latents)
    values, probs = reading(model.classifier, picture)
    yield PictureStep(passes=1, picture=picture, latents=latents[0].numpy(), read_values=values, read_probs=probs)


def condition(
    pipe: StableDiffusionPipeline, request: TextToImage | FewSteps | Denoise
) -> tuple[PromptStep, torch.Tensor]:
    """The prompt's step, and what the network is told: (1, 48, 192) the prompt's states; guided: (2, 48, 192), those
    of the negative prompt first."""
    guided = isinstance(request, TextToImage)
    prompt = "" if isinstance(request, Denoise) else request.prompt
    weights = request.token_weights if guided else ()
    embeds, negative_embeds = pipe.encode_prompt(
        prompt, "cpu", 1, guided, negative_prompt=request.negative_prompt if guided else None
    )
    ids = pipe.tokenizer(prompt, padding="max_length", max_length=pipe.tokenizer.model_max_length).input_ids
    if weights:
        embeds = weighted(embeds, pipe.encode_prompt("", "cpu", 1, False)[0], weights)
    prompt_step = PromptStep(
        passes=1 + guided + bool(weights),
        input_ids=np.array(ids, np.int64),
        prompt_embeds=embeds[0].numpy(),
        unknown_words=" ".join(unknown_words(prompt)),
    )
    return prompt_step, torch.cat([negative_embeds, embeds]) if guided else embeds


def predict(
    unet: UNet2DConditionModel, inputs: torch.Tensor, t: torch.Tensor, embeds: torch.Tensor, maps: list[torch.Tensor]
) -> torch.Tensor:
    """The network's output; with a guided pair of inputs, also the weights of its cross-attention, into `maps`."""
    before = unet.attn_processors
    try:
        if len(inputs) == ROWS:
            unet.set_attn_processor({name: KeepMaps(inner, maps) for name, inner in before.items()})
        return unet(inputs, t, encoder_hidden_states=embeds, return_dict=False)[0]
    finally:
        unet.set_attn_processor(dict(before))


def clean_and_noise(x_t: torch.Tensor, a: torch.Tensor, v: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """x̂₀ and ε, which pages show: the network predicts v = √ᾱ·ε − √(1−ᾱ)·x₀ (Salimans & Ho, arXiv:2202.00512)."""
    signal, noise = a.sqrt(), (1 - a).sqrt()
    return signal * x_t - noise * v, signal * v + noise * x_t


@torch.no_grad()
def add_noise(model: Model, request: AddNoise) -> Iterator[Step]:
    """The very noise that a run with this seed starts from, mixed into a picture by the scheduler's own add_noise."""
    pipe, scheduler = model.pipe, build_scheduler()
    opened = open_picture(request.picture)
    pixels = sample()[0][opened] if isinstance(opened, int) else opened
    clean = pipe.vae.encode(to_float(pixels[None])).latent_dist.mean * pipe.vae.config.scaling_factor
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(request.seed))
    embeds, _ = pipe.encode_prompt("", "cpu", 1, False)
    last = scheduler.config.num_train_timesteps - 1
    for t in torch.linspace(0, last, request.frames).round().long():
        x_t, a = scheduler.add_noise(clean, noise, t[None]), scheduler.alphas_cumprod[t]
        v = pipe.unet(x_t, t, encoder_hidden_states=embeds, return_dict=False)[0]
        pred_original_sample, _noise_pred = clean_and_noise(x_t, a, v)
        yield NoisedStep(
            passes=1,
            timestep=int(t),
            alpha_cumprod=float(a),
            latents=x_t[0].numpy(),
            picture=decode(pipe, x_t),
            pred_original_sample=pred_original_sample[0].numpy(),
            preview=decode(pipe, pred_original_sample),
        )


def weighted(embeds: torch.Tensor, empty_embeds: torch.Tensor, weights: tuple[tuple[int, float], ...]) -> torch.Tensor:
    """Moves tokens' states away from those of the empty prompt, c' = c∅ + w·(c − c∅), or towards them where w < 1.
    Written so that tokens of weight 1 keep their bits. Source: Compel's EmbeddingsProvider."""
    more = torch.zeros(embeds.shape[1])
    for position, weight in weights:
        more[position] = weight - 1
    return embeds + more[:, None] * (embeds - empty_embeds)


def pipe_arguments(scheduler: object, generator: torch.Generator, eta: float) -> dict[str, object]:
    """As StableDiffusionPipeline.prepare_extra_step_kwargs: what this scheduler's step takes."""
    return {"generator": generator} | ({"eta": eta} if isinstance(scheduler, ListedDDIMScheduler) else {})


def decode(pipe: StableDiffusionPipeline, latents: torch.Tensor) -> np.ndarray:
    return to_uint8(pipe.vae.decode(latents / pipe.vae.config.scaling_factor, return_dict=False)[0])[0]
