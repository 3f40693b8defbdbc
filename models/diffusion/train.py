"""Train the text-to-image model: UNet and text encoder together, on the codec's latents.

    python -m models.diffusion.train --codec FOLDER      resumes by itself from its last checkpoint
    python -m models.diffusion.train --init PATH         starts from a pipeline folder, or from a file of a mark
    python -m models.diffusion.train --smoke             the whole program on tiny networks, in seconds

Runs on a GPU in bf16 where there is one, else on the CPU in fp32. Wall time and machine: recipe.md.
Data: python -m models.avatars.dataset. The latents are encoded once and kept beside the checkpoint.
"""

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import tyro
from diffusers import AutoencoderKL
from safetensors.torch import load_file, save_file
from torch import nn

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
from models.vae.net import build_codec

UNET_FILE, TEXT_FILE = "unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors"


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
    smoke: bool = False


def get_lr(step: int, config: Config) -> float:
    left = (1 - step / config.steps) / (1 - config.decay_from)
    return config.learning_rate * min(1, (step + 1) / config.warm_up, max(0.02, left))


@torch.no_grad()
def encode(codec: AutoencoderKL, pictures: np.ndarray, path: Path, batch_size: int = 50) -> np.ndarray:
    """(n, 4, 16, 16) float16 means, made once and then read from `path`."""
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
        x = pipe(prompts[i : i + batch_size], num_inference_steps=steps, guidance_scale=guidance, generator=generator,
                 height=size, width=size, output_type="pt").images  # fmt: skip
        out.append(to_uint8(2 * x.cpu() - 1))
    return np.concatenate(out)


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    arithmetic = torch.autocast("cuda", torch.bfloat16) if device == "cuda" else contextlib.nullcontext()
    config.folder.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer()
    if config.smoke:
        pictures, rows = sample()[0][:16], sample()[1][:16]
        codec, unet, text = (
            build_codec((8, 8, 8, 8)),
            build_unet((16, 16, 16), 16),
            build_text_encoder(tokenizer, 16, 1),
        )
    else:
        pictures, rows = load("train")
        codec, unet, text = AutoencoderKL.from_pretrained(config.codec), build_unet(), build_text_encoder(tokenizer)
    for module in (codec, unet):
        module.to(device, memory_format=torch.channels_last)
    z = encode(codec.to(device).eval(), pictures, config.folder / "latents.npy")
    heads = nn.ModuleList([nn.Linear(text.config.hidden_size, len(NAMES[k])) for k in ATTRIBUTES])
    text.to(device), heads.to(device)
    nn.init.constant_(unet.add_embedding.norm2.weight, 0.1)  # the pooled text starts as a whisper beside the time
    if config.init is not None:
        for module, name, path in ((unet, "unet", UNET_FILE), (text, "text", TEXT_FILE)):
            whole = load_file(config.init / path if config.init.is_dir() else config.init)
            state = whole if config.init.is_dir() else {k[5:]: v for k, v in whole.items() if k.startswith(f"{name}.")}
            module.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})

    trained = [*unet.parameters(), *text.parameters()]
    parameters = [*trained, *heads.parameters()]
    groups = [{"params": [p for p in parameters if p.ndim > 1], "weight_decay": 0.01},
              {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0}]  # fmt: skip
    optimizer = torch.optim.AdamW(groups, config.learning_rate, betas=(0.9, 0.99), fused=True)
    ema = [p.detach().clone() for p in trained]
    face = torch.ones(16, 16, device=device)
    face[3:13, 4:12] = config.face_weight
    face /= face.mean()
    alphas_cumprod = build_scheduler().alphas_cumprod.float()

    start, last = 0, config.folder / "last.pt"
    if last.exists():
        state = torch.load(last, map_location=device)
        for module, name in ((unet, "unet"), (text, "text"), (heads, "heads"), (optimizer, "optimizer")):
            module.load_state_dict(state[name])
        ema, start = state["ema"], state["step"]
    sizes = [sum(p.numel() for p in m.parameters()) for m in (unet, text)]
    print(
        f"latents {z.shape} deviation {z.std(dtype=np.float32):.3f}; parameters {sizes}; from step {start} on {device}",
        flush=True,
    )

    def captions(rng: np.random.Generator, index: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """input_ids (batch, 48) and targets (batch, 12) of the reading loss: -100 where nothing is named."""
        people = [to_person(rows[i]) for i in index]
        named = [[] if rng.random() < config.drop else choose(person, rng) for person in people]
        texts = [sentence(p, n, rng) if n else "" for p, n in zip(people, named, strict=True)]
        said = np.array([[k in n for k in ATTRIBUTES] for n in named])
        target = torch.from_numpy(np.where(said, rows[index], -100).astype(np.int64))
        return tokenize(tokenizer, texts).to(device), target.to(device)

    def keep(name: str) -> None:
        """EMA weights in fp16, and what they draw."""
        mine = [p.detach().clone() for p in trained]
        for p, average in zip(trained, ema, strict=True):
            p.data.copy_(average)
        state = {f"unet.{k}": v for k, v in unet.state_dict().items()} | {
            f"text.{k}": v for k, v in text.state_dict().items()
        }
        state = {k: (v.half() if v.is_floating_point() else v).contiguous().cpu() for k, v in state.items()}
        save_file(state, config.folder / f"{name}.safetensors")
        rng = np.random.default_rng(1)
        prompts = [caption(sample_person(rng), rng, 0.8) for _ in range(2 if config.smoke else 24)]
        pipe = assemble(codec, text.eval(), unet.eval())
        save_sheet(draw(pipe, prompts, 2 if config.smoke else 20), config.folder / f"{name}.png")
        unet.train(), text.train()
        for p, own in zip(trained, mine, strict=True):
            p.data.copy_(own)

    warm = 0 if start > 0 else 2 if config.smoke else config.text_warm_up
    readers = [*heads.parameters(), *([] if config.init is not None else text.parameters())]
    first = torch.optim.AdamW(readers, 1e-3, weight_decay=0.01, fused=True)
    for step in range(warm):
        rng = np.random.default_rng([config.seed, 1, step])
        ids, target = captions(rng, rng.integers(len(z), size=128))
        loss = reading_loss(text(ids).last_hidden_state, ids, tokenizer.eos_token_id, heads, target)
        first.zero_grad(set_to_none=True)
        text.zero_grad(set_to_none=True)
        loss.backward()
        first.step()
        if step % 100 == 0:
            print(f"text alone: step {step} reading loss {loss.item():.3f}", flush=True)

    steps, tick, mean = (2 if config.smoke else config.steps), time.time(), []
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, 0, step])  # by step: a resumed run equals an unbroken one
        index = rng.integers(len(z), size=config.batch_size if not config.smoke else 4)
        ids, target = captions(rng, index)
        x = torch.from_numpy(z[index].astype(np.float32)).to(device)  # (batch, 4, 16, 16)
        noise = torch.from_numpy(rng.standard_normal(x.shape, np.float32)).to(device)
        t = ((np.arange(len(x)) + rng.random(len(x))) / len(x) * 1000).astype(np.int64)  # stratified over the 1000
        a = alphas_cumprod[t].to(device)[:, None, None, None]
        x_t, v = a.sqrt() * x + (1 - a).sqrt() * noise, a.sqrt() * noise - (1 - a).sqrt() * x
        for group in optimizer.param_groups:
            group["lr"] = get_lr(step, config)
        with arithmetic:
            hidden = text(ids).last_hidden_state
            guess = unet(
                x_t.contiguous(memory_format=torch.channels_last), torch.from_numpy(t).to(device), hidden
            ).sample
        error = (guess.float() - v).square().mean(1)  # (batch, 16, 16)
        reading = reading_loss(hidden.float(), ids, tokenizer.eos_token_id, heads, target)
        loss = (error * face).mean() + config.reading_weight * reading
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        torch._foreach_lerp_(ema, [p.detach() for p in trained], 1 - min(config.ema, (1 + step) / (10 + step)))
        mean.append((error.mean().item(), reading.item()))

        if time.time() - tick > 60 or step + 1 == steps:
            m, speed = np.mean(mean, 0), len(mean) / (time.time() - tick)
            print(
                f"step {step + 1} loss {m[0]:.4f} reading {m[1]:.4f} lr {get_lr(step, config):.1e} {speed:.2f} steps/s",
                flush=True,
            )
            tick, mean = time.time(), []
        if (step + 1) % config.save_every == 0 or step + 1 == steps:
            modules = {"unet": unet, "text": text, "heads": heads, "optimizer": optimizer}
            torch.save(
                {k: m.state_dict() for k, m in modules.items()} | {"ema": ema, "step": step + 1},
                last.with_suffix(".part"),
            )
            last.with_suffix(".part").rename(last)
        for mark in config.marks:
            if step + 1 == max(1, round(mark * steps)):
                keep(f"at-{100 * mark:g}-percent")

    keep("at-100-percent")
    for p, average in zip(trained, ema, strict=True):
        p.data.copy_(average)
    save_pipeline(assemble(codec, text.eval(), unet.eval()).to("cpu"), config.folder / "pipeline")


if __name__ == "__main__":
    main(tyro.cli(Config))
