"""Train the text-to-image model: UNet and text encoder together, on the codec's latents.

    python -m models.diffusion.train --codec FOLDER      resumes by itself from its last checkpoint
    python -m models.diffusion.train --init PATH         starts from a pipeline folder, or from a file of a mark
    python -m models.diffusion.train --smoke             the whole program on tiny networks, in seconds

In bf16 where the hardware does it (models/training.py). Wall time and machine: recipe.md.
Data: python -m models.avatars.dataset. The latents are encoded once and kept beside the checkpoint.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
import tyro
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from models.avatars.attributes import ATTRIBUTES, NAMES, sample_person, to_person
from models.avatars.captions import caption, choose, sentence
from models.avatars.dataset import CACHE, load, sample
from models.avatars.tensors import save_sheet, to_float, to_uint8
from models.diffusion.net import (
    assemble,
    build_scheduler,
    build_text_encoder,
    build_unet,
    load_tokenizer,
    save_pipeline,
    tokenize,
)
from models.training import Log, average, batches, checkpoint, descend, device, mixed, resume, set_rate
from models.vae.net import build_codec

UNET_FILE, TEXT_FILE = "unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors"
CaptionBatch = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "diffusion"
    codec: Path = CACHE / "training" / "vae" / "codec"
    init: Path | None = None
    steps: int = 12_000
    batch_size: int = 32
    learning_rate: float = 8e-4
    warm_up: int = 200
    decay_from: float = 0.4
    """The learning rate falls linearly to 2 % from this share of the steps on."""
    text_warm_up: int = 800
    """Steps in which the text encoder alone learns to say what a caption names; with --init only the heads learn."""
    drop: float = 0.1
    """Share of captions replaced by the empty one, for guidance."""
    face_weight: float = 2.5
    """Weight of the face box in the loss: mouth and eyes are few latents."""
    reading_weight: float = 0.02
    ema: float = 0.999
    marks: tuple[float, ...] = (0.01, 0.03, 0.1, 0.3)
    """Shares of the training at which weights and a sheet are kept."""
    seed: int = 0
    save_every: int = 100
    threads: int = 2
    workers: int = 0
    """Processes that prepare captions and noise in advance, for a GPU; a CPU is better used for training."""
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    left = (1 - step / config.steps) / (1 - config.decay_from)
    return config.learning_rate * min(1, (step + 1) / config.warm_up, max(0.02, left))


@torch.no_grad()
def encode(codec: AutoencoderKL, pictures: np.ndarray, path: Path, batch_size: int = 50) -> np.ndarray:
    """(n, 4, 16, 16) float16 means, computed once and then read from `path`."""
    if not path.exists():
        parts = []
        for i in range(0, len(pictures), batch_size):
            x = to_float(pictures[i : i + batch_size]).to(codec.device)
            parts.append(codec.encode(x).latent_dist.mode().half().cpu().numpy())
            if i % 5000 == 0:
                print(f"encoded {i} of {len(pictures)}", flush=True)
        np.save(path, np.concatenate(parts))
    return np.load(path)


def reading_loss(
    hidden: torch.Tensor, ids: torch.Tensor, eos: int, heads: nn.ModuleList, target: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of reading each named attribute (others -100) off the end token's and the last padding's state.

    Without it the text encoder was slow to tell small parts apart, and mouths ignored the words (trial: 52 %).
    """
    rows = torch.arange(len(ids), device=ids.device)
    ends = torch.cat([hidden[rows, (ids == eos).int().argmax(1)], hidden[:, -1]])
    parts = [
        F.cross_entropy(head(ends), target[:, k].repeat(2), ignore_index=-100, reduction="sum")
        for k, head in enumerate(heads)
    ]
    return sum(parts) / (2 * len(ids))


@torch.no_grad()
def draw(
    pipe, prompts: list[str], steps: int = 20, guidance: float = 4.0, seed: int = 0, batch_size: int = 20
) -> np.ndarray:
    """uint8 pictures through the pipeline's own code; every batch has its own seed."""
    out = []
    for i in range(0, len(prompts), batch_size):
        generator = torch.Generator().manual_seed(seed + i)
        size = pipe.vae_scale_factor * pipe.unet.config.sample_size
        x = pipe(
            prompts[i : i + batch_size],
            num_inference_steps=steps,
            guidance_scale=guidance,
            generator=generator,
            height=size,
            width=size,
            output_type="pt",
        ).images
        out.append(to_uint8(2 * x.cpu() - 1))
    return np.concatenate(out)


@dataclass
class Networks:
    """What is trained, and the codec that makes latents pictures."""

    codec: AutoencoderKL
    unet: UNet2DConditionModel
    text: CLIPTextModel
    heads: nn.ModuleList  # one linear reading head per attribute, for the reading loss alone

    @property
    def drawing(self) -> list[nn.Parameter]:
        """The parameters that draw; their running mean is what ships."""
        return [*self.unet.parameters(), *self.text.parameters()]


def build(config: Config, tokenizer: CLIPTokenizer, device: str) -> Networks:
    """The networks on the device, from `config.init` if given; tiny ones for --smoke."""
    if config.smoke:
        codec, unet, text = build_codec((8,) * 4), build_unet((16,) * 3, 16), build_text_encoder(tokenizer, 16, 1)
    else:
        codec, unet, text = AutoencoderKL.from_pretrained(config.codec), build_unet(), build_text_encoder(tokenizer)
    heads = nn.ModuleList([nn.Linear(text.config.hidden_size, len(NAMES[k])) for k in ATTRIBUTES])
    nn.init.constant_(unet.add_embedding.norm2.weight, 0.1)  # the pooled text starts as a whisper beside the time
    if config.init is not None:
        for module, name, path in ((unet, "unet", UNET_FILE), (text, "text", TEXT_FILE)):
            whole = load_file(config.init / path if config.init.is_dir() else config.init)
            state = whole if config.init.is_dir() else {k[5:]: v for k, v in whole.items() if k.startswith(f"{name}.")}
            module.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    if device == "cpu":
        unet.set_attn_processor(AttnProcessor())  # so small, plain products train faster than the fused kernel
    for module in (codec, unet):
        module.to(device, memory_format=torch.channels_last)
    return Networks(codec.eval(), unet, text.to(device), heads.to(device))


def captions(
    rows: np.ndarray, tokenizer: CLIPTokenizer, drop: float, rng: np.random.Generator, index: np.ndarray
) -> CaptionBatch:
    """input_ids (batch, 48) and targets (batch, 12) of the reading loss: -100 where nothing is named."""
    people = [to_person(rows[i]) for i in index]
    named = [[] if rng.random() < drop else choose(person, rng) for person in people]
    texts = [sentence(p, n, rng) if n else "" for p, n in zip(people, named, strict=True)]
    is_named = np.array([[k in n for k in ATTRIBUTES] for n in named])
    target = torch.from_numpy(np.where(is_named, rows[index], -100).astype(np.int64))
    return tokenize(tokenizer, texts), target


def keep(nets: Networks, ema: list[torch.Tensor], name: str, config: Config) -> None:
    """Writes the running means in fp16, and a sheet of what they draw."""
    own = [p.detach().clone() for p in nets.drawing]
    put(nets.drawing, ema)
    state = {f"{part}.{k}": v for part in ("unet", "text") for k, v in getattr(nets, part).state_dict().items()}
    state = {k: (v.half() if v.is_floating_point() else v).contiguous().cpu() for k, v in state.items()}
    save_file(state, config.folder / f"{name}.safetensors")
    rng = np.random.default_rng(1)
    prompts = [caption(sample_person(rng), rng, 0.8) for _ in range(2 if config.smoke else 24)]
    pipe = assemble(nets.codec, nets.text.eval(), nets.unet.eval())
    save_sheet(draw(pipe, prompts, 2 if config.smoke else 20), config.folder / f"{name}.png")
    nets.unet.train(), nets.text.train()
    put(nets.drawing, own)


def put(parameters: list[nn.Parameter], values: list[torch.Tensor]) -> None:
    for p, value in zip(parameters, values, strict=True):
        p.data.copy_(value)


def warm_up_text(
    nets: Networks,
    caption_batch: Callable[[np.random.Generator, int], CaptionBatch],
    eos: int,
    steps: int,
    config: Config,
) -> None:
    """The text encoder alone learns to say what a caption names; with --init only the heads learn."""
    readers = [*nets.heads.parameters(), *([] if config.init is not None else nets.text.parameters())]
    optimizer = torch.optim.AdamW(readers, 1e-3, weight_decay=0.01, fused=True)
    log, on = Log(steps), nets.unet.device

    def make(step: int) -> CaptionBatch:
        return caption_batch(np.random.default_rng([config.seed, 1, step]), 128)

    for step, batch in enumerate(batches(make, range(steps), config.workers)):
        ids, target = (part.to(on, non_blocking=True) for part in batch)
        loss = reading_loss(nets.text(ids).last_hidden_state, ids, eos, nets.heads, target)
        nets.text.zero_grad(set_to_none=True)
        descend(optimizer, loss)
        log(step + 1, 1e-3, text_alone_reading=loss)


@cache
def alphas_cumprod() -> torch.Tensor:
    """(1000,) float32: the share of signal power at each timestep."""
    return build_scheduler().alphas_cumprod.float()


def timesteps(rng: np.random.Generator, n: int) -> torch.Tensor:
    """(n,) int64, stratified over the 1000."""
    return torch.from_numpy(((np.arange(n) + rng.random(n)) / n * 1000).astype(np.int64))


def noised(x: torch.Tensor, noise: torch.Tensor, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(x_t, v) for latents x and noise (batch, 4, 16, 16) at timesteps t (batch,)."""
    a = alphas_cumprod().to(x.device)[t][:, None, None, None]
    return a.sqrt() * x + (1 - a).sqrt() * noise, a.sqrt() * noise - (1 - a).sqrt() * x


def face_weights(weight: float) -> torch.Tensor:
    """(16, 16), of mean 1: the face box counts `weight` times as much as the rest."""
    face = torch.ones(16, 16)
    face[3:13, 4:12] = weight
    return face / face.mean()


def build_optimizer(nets: Networks, learning_rate: float) -> torch.optim.AdamW:
    parameters = [*nets.drawing, *nets.heads.parameters()]
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": 0.01},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, learning_rate, betas=(0.9, 0.99), fused=True)


class Batch(NamedTuple):
    """What a step learns from."""

    x: torch.Tensor  # (n, 4, 16, 16) latents
    ids: torch.Tensor  # (n, 48) captions
    target: torch.Tensor  # (n, 12) of the reading loss
    noise: torch.Tensor  # (n, 4, 16, 16)
    t: torch.Tensor  # (n,) timesteps


def losses(nets: Networks, batch: Batch, eos: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Squared error of v at each position (n, 16, 16), and the reading loss."""
    x_t, v = noised(batch.x, batch.noise, batch.t)
    with mixed(x_t.device.type):
        hidden = nets.text(batch.ids).last_hidden_state
        guess = nets.unet(x_t.contiguous(memory_format=torch.channels_last), batch.t, hidden).sample
    reading = reading_loss(hidden.float(), batch.ids, eos, nets.heads, batch.target)
    return (guess.float() - v).square().mean(1), reading


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    on = device()
    config.folder.mkdir(parents=True, exist_ok=True)
    tokenizer, eos = load_tokenizer(), load_tokenizer().eos_token_id
    pictures, rows = (part[:16] for part in sample()[:2]) if config.smoke else load("train")
    nets = build(config, tokenizer, on)
    z = encode(nets.codec, pictures, config.folder / "latents.npy")

    def caption_batch(rng: np.random.Generator, size: int) -> CaptionBatch:
        return captions(rows, tokenizer, config.drop, rng, rng.integers(len(z), size=size))

    def batch(step: int) -> Batch:
        rng = np.random.default_rng([config.seed, 0, step])
        index = rng.integers(len(z), size=4 if config.smoke else config.batch_size)
        ids, target = captions(rows, tokenizer, config.drop, rng, index)
        x = z[index].astype(np.float32)
        noise = rng.standard_normal(x.shape, np.float32)
        return Batch(torch.from_numpy(x), ids, target, torch.from_numpy(noise), timesteps(rng, len(x)))

    optimizer = build_optimizer(nets, config.learning_rate)
    ema = [p.detach().clone() for p in nets.drawing]
    face, last = face_weights(config.face_weight).to(on), config.folder / "last.pt"
    parts = dict(unet=nets.unet, text=nets.text, heads=nets.heads, optimizer=optimizer, ema=ema)
    start, steps = resume(last, **parts), 2 if config.smoke else config.steps
    sizes = [sum(p.numel() for p in m.parameters()) for m in (nets.unet, nets.text)]
    spread = z.std(dtype=np.float32)
    print(f"latents {z.shape} deviation {spread:.3f}; parameters {sizes}; from step {start} on {on}", flush=True)
    if start == 0:
        warm_up_text(nets, caption_batch, eos, 2 if config.smoke else config.text_warm_up, config)

    log, marks = Log(steps), {max(1, round(mark * steps)): mark for mark in config.marks}
    for step, made in enumerate(batches(batch, range(start, steps), config.workers), start):
        set_rate(optimizer, get_lr(step, config))
        error, reading = losses(nets, Batch(*(part.to(on, non_blocking=True) for part in made)), eos)
        loss = (error * face).mean() + config.reading_weight * reading
        descend(optimizer, loss, [*nets.drawing, *nets.heads.parameters()])
        average(ema, nets.drawing, config.ema, step)
        log(step + 1, get_lr(step, config), loss=error.mean(), reading=reading)
        if (step + 1) % config.save_every == 0 or step + 1 == steps:
            checkpoint(last, step + 1, **parts)
        if step + 1 in marks:
            keep(nets, ema, f"at-{100 * marks[step + 1]:g}-percent", config)

    keep(nets, ema, "at-100-percent", config)
    put(nets.drawing, ema)
    save_pipeline(assemble(nets.codec, nets.text.eval(), nets.unet.eval()).to("cpu"), config.folder / "pipeline")


if __name__ == "__main__":
    main(tyro.cli(Config))
