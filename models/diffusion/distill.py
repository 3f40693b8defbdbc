"""Distil the text-to-image network into a few-step student: latent consistency (Luo et al., arXiv:2310.04378).

    python -m models.diffusion.distill --teacher FOLDER     resumes by itself from its last checkpoint
    python -m models.diffusion.distill --smoke              the whole program on tiny networks, in seconds

The student is the same network. It learns to name, from any point of the teacher's guided path, where the path ends; so
1 to 4 steps of diffusers' LCMScheduler are enough, and none needs a second pass for guidance: that is built in.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import tyro
from safetensors.torch import save_file

from models.avatars.attributes import to_person
from models.avatars.captions import choose, sentence
from models.avatars.dataset import CACHE, load, sample
from models.diffusion.net import (
    PIPELINE,
    build_scheduler,
    build_text_encoder,
    build_unet,
    load_pipeline,
    load_tokenizer,
    tokenize,
)
from models.diffusion.train import encode
from models.vae.net import build_codec


@dataclass(frozen=True)
class Config:
    folder: Path = CACHE / "training" / "student"
    teacher: Path = PIPELINE
    latents: Path = CACHE / "training" / "diffusion" / "latents.npy"
    steps: int = 3000
    batch_size: int = 24
    learning_rate: float = 1e-4
    guidance_scale: float = 4.0
    """Built into the student: its pictures are the teacher's at this guidance."""
    grid: int = 40
    """Points of the teacher's path; each step of training spans one gap between two of them."""
    face_weight: float = 2.5
    target_ema: float = 0.95
    ema: float = 0.998
    seed: int = 0
    save_every: int = 50
    threads: int = 2
    smoke: bool = False


def boundary(t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """c_skip and c_out of LCMScheduler (sigma_data 0.5, timestep_scaling 10): at t = 0 the answer is the input."""
    scaled = 10.0 * t.float()[:, None, None, None]
    return 0.25 / (scaled**2 + 0.25), scaled / (scaled**2 + 0.25).sqrt()


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer()
    if config.smoke:
        rows = sample()[1][:16]
        teacher = build_unet((16, 16, 16), 16)
        text, student = build_text_encoder(tokenizer, 16, 1), build_unet((16, 16, 16), 16)
        z = encode(build_codec((8, 8, 8, 8)), sample()[0][:16], config.folder / "latents.npy")
    else:
        pipe, rows, z = load_pipeline(config.teacher), load("train")[1], np.load(config.latents)
        teacher, text, student = pipe.unet, pipe.text_encoder, build_unet()
    student.load_state_dict(teacher.state_dict())
    target = build_unet() if not config.smoke else build_unet((16, 16, 16), 16)
    target.load_state_dict(teacher.state_dict())
    for module in (teacher, text, target):
        module.requires_grad_(False).eval()
    for module in (teacher, student, target):
        module.to(memory_format=torch.channels_last)
    parameters = list(student.parameters())
    ema = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.AdamW(parameters, config.learning_rate, betas=(0.9, 0.99), weight_decay=0.0, fused=True)
    alphas_cumprod = build_scheduler().alphas_cumprod.float()
    face = torch.ones(16, 16)
    face[3:13, 4:12] = config.face_weight
    face /= face.mean()
    start, last = 0, config.folder / "last.pt"
    if last.exists():
        state = torch.load(last)
        for module, name in ((student, "student"), (target, "target"), (optimizer, "optimizer")):
            module.load_state_dict(state[name])
        ema, start = state["ema"], state["step"]

    def clean(v: torch.Tensor, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        a = alphas_cumprod[t][:, None, None, None]
        return a.sqrt() * x - (1 - a).sqrt() * v

    def consistent(unet: torch.nn.Module, x: torch.Tensor, t: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        c_skip, c_out = boundary(t)
        return c_skip * x + c_out * clean(unet(x, t, hidden).sample, x, t)

    empty = tokenize(tokenizer, [""])
    gap, steps = 1000 // config.grid, 2 if config.smoke else config.steps
    tick, mean = time.time(), []
    for step in range(start, steps):
        rng = np.random.default_rng([config.seed, step])  # by step: a resumed run equals an unbroken one
        index = rng.integers(len(z), size=config.batch_size if not config.smoke else 4)
        people = [to_person(rows[i]) for i in index]
        ids = tokenize(tokenizer, [sentence(p, choose(p, rng), rng) for p in people])
        x0 = torch.from_numpy(z[index].astype(np.float32))
        noise = torch.from_numpy(rng.standard_normal(x0.shape, np.float32))
        t = torch.from_numpy(gap * rng.integers(1, config.grid + 1, len(index)) - 1)
        earlier = (t - gap).clamp(min=0)
        a, b = (alphas_cumprod[s][:, None, None, None] for s in (t, earlier))
        x_t = (a.sqrt() * x0 + (1 - a).sqrt() * noise).contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            hidden = text(torch.cat([ids, empty.expand(len(ids), -1)])).last_hidden_state
            v_text, v_uncond = teacher(torch.cat([x_t, x_t]), torch.cat([t, t]), hidden).sample.chunk(2)
            v = v_uncond + config.guidance_scale * (v_text - v_uncond)
            # One DDIM step of the teacher, from t to the earlier point of the path.
            x_earlier = b.sqrt() * clean(v, x_t, t) + (1 - b).sqrt() * (a.sqrt() * v + (1 - a).sqrt() * x_t)
            hidden = hidden[: len(ids)]
            wanted = consistent(target, x_earlier, earlier, hidden)
        decay = max(0.05, 1.5 * (1 - step / steps))
        optimizer.param_groups[0]["lr"] = config.learning_rate * min(1, (step + 1) / 50, decay)
        difference = consistent(student, x_t, t, hidden) - wanted
        loss = (((difference**2 + 1e-6).sqrt() - 1e-3).mean(1) * face).mean()  # pseudo-Huber
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(target.parameters()), parameters, 1 - config.target_ema)
            torch._foreach_lerp_(ema, [p.detach() for p in parameters], 1 - min(config.ema, (1 + step) / (10 + step)))
        mean.append(loss.item())
        if time.time() - tick > 60 or step + 1 == steps:
            print(
                f"step {step + 1} loss {np.mean(mean):.4f} {len(mean) / (time.time() - tick):.2f} steps/s", flush=True
            )
            tick, mean = time.time(), []
        if (step + 1) % config.save_every == 0 or step + 1 == steps:
            modules = {"student": student, "target": target, "optimizer": optimizer}
            state = {k: m.state_dict() for k, m in modules.items()} | {"ema": ema, "step": step + 1}
            torch.save(state, last.with_suffix(".part"))
            last.with_suffix(".part").rename(last)

    for p, average in zip(parameters, ema, strict=True):
        p.data.copy_(average)
    save_file(
        {k: v.half().contiguous() for k, v in student.state_dict().items()}, config.folder / "student.safetensors"
    )


if __name__ == "__main__":
    main(tyro.cli(Config))
