"""Stable Diffusion in miniature: a UNet with cross-attention, a small CLIP text model, the codec and a scheduler.

Everything is diffusers' and transformers' own class, so `StableDiffusionPipeline.from_pretrained(PIPELINE)` loads it.
"""

import json
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    SchedulerMixin,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from diffusers.utils import logging as diffusers_logging
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer
from transformers.utils import logging as transformers_logging

from models.diffusion.ddim import ListedDDIMScheduler
from models.weights import shipped

PIPELINE = Path(__file__).parent / "weights" / "pipeline"
MAX_TOKENS = 48  # of a prompt, the start and end token included
SCHEDULERS: dict[str, tuple[type[SchedulerMixin], dict[str, object]]] = {
    "ddpm": (DDPMScheduler, {}),
    "ddim": (ListedDDIMScheduler, {}),
    "euler": (EulerDiscreteScheduler, {}),
    "dpm++": (DPMSolverMultistepScheduler, {"algorithm_type": "dpmsolver++"}),
}


def build_unet(channels: tuple[int, ...] = (96, 160, 224), text_width: int = 192) -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=16,
        in_channels=4,
        out_channels=4,
        block_out_channels=channels,
        layers_per_block=1,
        cross_attention_dim=text_width,
        norm_num_groups=16,
        attention_head_dim=4,  # of this class this is the *number* of heads (diffusers issue 2011)
        addition_embed_type="text",
        addition_embed_type_num_heads=4,  # the pooled text joins the time embedding
        down_block_types=("CrossAttnDownBlock2D",) * 2 + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 2,
    )


def build_text_encoder(tokenizer: CLIPTokenizer, width: int = 192, layers: int = 3) -> CLIPTextModel:
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=width,
            intermediate_size=4 * width,
            num_hidden_layers=layers,
            num_attention_heads=4,
            max_position_embeddings=MAX_TOKENS,
            projection_dim=width,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def build_scheduler(name: str = "ddim") -> SchedulerMixin:
    """Zero terminal signal, v-prediction, trailing spacing: then all four schedulers agree (Lin et al., 2305.08891)."""
    kind, extra = SCHEDULERS[name]
    return kind.from_config(shipped_scheduler().config, **extra)


def set_timesteps(scheduler: SchedulerMixin, n: int) -> None:
    """diffusers' own n timesteps. For n = 61 a sum's rounding gives it a 62nd, −1, which the model never learned."""
    scheduler.set_timesteps(n)
    if len(scheduler.timesteps) == n:
        return
    listed = scheduler.timesteps[:n]
    if isinstance(scheduler, DDIMScheduler):  # it takes no list, and keeps nothing else of it
        scheduler.timesteps = listed
    else:
        scheduler.set_timesteps(timesteps=listed.long().tolist())


def shipped_scheduler() -> DDIMScheduler:
    """The one that the folder names: diffusers' own, so that diffusers alone can load it."""
    return DDIMScheduler(
        num_train_timesteps=1000,
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        clip_sample=False,
        set_alpha_to_one=True,
        steps_offset=1,
    )


def tokenize(tokenizer: CLIPTokenizer, texts: list[str]) -> torch.Tensor:
    """(n, 48) input_ids, padded with the end token. Longer prompts are refused by the request, so nothing is cut."""
    return tokenizer(texts, padding="max_length", max_length=MAX_TOKENS, truncation=True, return_tensors="pt").input_ids


def load_tokenizer() -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(PIPELINE / "tokenizer")


def assemble(codec: AutoencoderKL, text_encoder: CLIPTextModel, unet: UNet2DConditionModel) -> StableDiffusionPipeline:
    pipe = StableDiffusionPipeline(
        vae=codec,
        text_encoder=text_encoder,
        tokenizer=load_tokenizer(),
        unet=unet,
        scheduler=shipped_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def save_pipeline(pipe: StableDiffusionPipeline, folder: Path) -> None:
    """fp16 on disk. transformers loads in the config's dtype and diffusers in fp32, so the config says float32."""
    pipe.to(dtype=torch.float16).save_pretrained(folder)
    config = folder / "text_encoder" / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"dtype": "float32"}, indent=2) + "\n")
    for path in folder.rglob("*.json"):  # the folder a model was loaded from is nobody's business
        content = json.loads(path.read_text())
        if isinstance(content, dict) and content.pop("_name_or_path", None):
            path.write_text(json.dumps(content, indent=2) + "\n")
    shipped.seal(folder)


def load_pipeline(folder: Path = PIPELINE) -> StableDiffusionPipeline:
    """fp32 throughout: fp16 arithmetic on a CPU is many times slower. Raises StoreError if a file is damaged."""
    shipped.verify(folder)
    diffusers_logging.disable_progress_bar()  # it takes a tenth of a second
    transformers_logging.disable_progress_bar()
    pipe = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    pipe.unet.to(memory_format=torch.channels_last)
    pipe.vae.to(memory_format=torch.channels_last)
    return pipe
