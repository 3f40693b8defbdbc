"""Distil the text-to-image network into a few-step student: latent consistency (Luo et al., arXiv:2310.04378).

    python -m models.diffusion.distill --teacher FOLDER     resumes by itself from its last checkpoint
    python -m models.diffusion.distill --smoke              the whole program on tiny networks, in seconds

The student is the same network. It learns to name, from any point of the teacher's guided path, where the path ends; so
1 to 4 steps of diffusers' LCMScheduler are enough, and none needs a second pass for guidance: that is built in. Each
step of the training spans one gap between two points of the teacher's path (student.GRID).
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import tyro
from diffusers import UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from models.avatars.attributes import to_person
from models.avatars.captions import choose, sentence
from models.avatars.dataset import CACHE, load, sample
from models.diffusion.net import PIPELINE, build_text_encoder, build_unet, load_pipeline, load_tokenizer, tokenize
from models.diffusion.student import FILE, GRID, save_student
from models.diffusion.train import UNET_FILE, alphas_cumprod, encode, face_weights, noised, put
from models.training import Log, average, batches, checkpoint, descend, device, mixed, resume, set_rate
from models.vae.net import build_codec
from models.weights import shipped


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
    face_weight: float = 2.5
    target_ema: float = 0.95
    ema: float = 0.998
    seed: int = 0
    save_every: int = 50
    threads: int = 2
    workers: int = 0
    smoke: bool = False


def boundary(t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """c_skip and c_out of LCMScheduler (sigma_data 0.5, timestep_scaling 10): at t = 0 the answer is the input."""
    scaled = 10.0 * t.float()[:, None, None, None]
    return 0.25 / (scaled**2 + 0.25), scaled / (scaled**2 + 0.25).sqrt()


@dataclass
class Networks:
    teacher: UNet2DConditionModel
    text: CLIPTextModel
    student: UNet2DConditionModel
    target: UNet2DConditionModel  # the student's slow copy, whose answer one step further is the aim
    alphas_cumprod: torch.Tensor  # (1000,)

    def clean(self, v: torch.Tensor, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """x̂₀ from v, both (n, 4, 16, 16)."""
        a = self.alphas_cumprod[t][:, None, None, None]
        return a.sqrt() * x - (1 - a).sqrt() * v

    def consistent(self, unet: UNet2DConditionModel, x: torch.Tensor, t: torch.Tensor, hidden: torch.Tensor):
        """Where the path ends that goes through x at t, as LCMScheduler reads it."""
        c_skip, c_out = boundary(t)
        with mixed(x.device.type):
            v = unet(x, t, hidden).sample
        return c_skip * x + c_out * self.clean(v.float(), x, t)


def build(config: Config, tokenizer: CLIPTokenizer, device: str) -> tuple[Networks, np.ndarray, np.ndarray]:
    """The networks, the attributes of the training pictures and their latents; tiny ones for --smoke."""
    if config.smoke:
        rows, make = sample()[1][:16], partial(build_unet, (16, 16, 16), 16)
        teacher, text = make(), build_text_encoder(tokenizer, 16, 1)
        z = encode(build_codec((8, 8, 8, 8)), sample()[0][:16], config.folder / "latents.npy")
    else:
        pipe, rows, z, make = load_pipeline(config.teacher), load("train")[1], np.load(config.latents), build_unet
        teacher, text = pipe.unet, pipe.text_encoder
    student, target = make(), make()
    for module in (student, target):
        module.load_state_dict(teacher.state_dict())
    for module in (teacher, text, target):
        module.requires_grad_(False).eval()
    for module in (teacher, student, target):
        module.to(device, memory_format=torch.channels_last)
    return Networks(teacher, text.to(device), student, target, alphas_cumprod().to(device)), rows, z


class Batch(NamedTuple):
    """What a step learns from."""

    ids: torch.Tensor  # (n, 48) captions
    x: torch.Tensor  # (n, 4, 16, 16) latents
    noise: torch.Tensor  # (n, 4, 16, 16)
    t: torch.Tensor  # (n,) timesteps, points of the grid


def make_batch(step: int, rows: np.ndarray, z: np.ndarray, tokenizer: CLIPTokenizer, config: Config) -> Batch:
    rng = np.random.default_rng([config.seed, step])
    index = rng.integers(len(z), size=4 if config.smoke else config.batch_size)
    people = [to_person(rows[i]) for i in index]
    ids = tokenize(tokenizer, [sentence(p, choose(p, rng), rng) for p in people])
    x = z[index].astype(np.float32)
    noise = rng.standard_normal(x.shape, np.float32)
    t = 1000 // GRID * rng.integers(1, GRID + 1, len(index)) - 1
    return Batch(ids, torch.from_numpy(x), torch.from_numpy(noise), torch.from_numpy(t))


@torch.no_grad()
def aim(
    nets: Networks,
    x_t: torch.Tensor,
    t: torch.Tensor,
    earlier: torch.Tensor,
    ids: torch.Tensor,
    empty: torch.Tensor,
    guidance_scale: float,
) -> tuple[torch.Tensor, torch.Tensor]:
    """(the target's prediction one guided DDIM step of the teacher further on, the captions' states)."""
    a, b = (nets.alphas_cumprod[s][:, None, None, None] for s in (t, earlier))
    with mixed(x_t.device.type):
        hidden = nets.text(torch.cat([ids, empty.expand(len(ids), -1)])).last_hidden_state
        both = nets.teacher(torch.cat([x_t, x_t]), torch.cat([t, t]), hidden).sample
    v_text, v_uncond = both.float().chunk(2)
    v = v_uncond + guidance_scale * (v_text - v_uncond)
    x_earlier = b.sqrt() * nets.clean(v, x_t, t) + (1 - b).sqrt() * (a.sqrt() * v + (1 - a).sqrt() * x_t)
    hidden = hidden[: len(ids)]
    return nets.consistent(nets.target, x_earlier, earlier, hidden), hidden


def main(config: Config) -> None:
    torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    tokenizer, on = load_tokenizer(), device()
    nets, rows, z = build(config, tokenizer, on)
    parameters = list(nets.student.parameters())
    ema = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.AdamW(parameters, config.learning_rate, betas=(0.9, 0.99), weight_decay=0.0, fused=True)
    face, last = face_weights(config.face_weight).to(on), config.folder / "last.pt"
    parts = dict(student=nets.student, target=nets.target, optimizer=optimizer, ema=ema)
    start, steps = resume(last, **parts), 2 if config.smoke else config.steps
    empty, gap, log = tokenize(tokenizer, [""]).to(on), 1000 // GRID, Log(steps)
    make = partial(make_batch, rows=rows, z=z, tokenizer=tokenizer, config=config)
    for step, made in enumerate(batches(make, range(start, steps), config.workers), start):
        ids, x0, noise, t = (part.to(on, non_blocking=True) for part in made)
        x_t = noised(x0, noise, t)[0].contiguous(memory_format=torch.channels_last)
        wanted, hidden = aim(nets, x_t, t, (t - gap).clamp(min=0), ids, empty, config.guidance_scale)
        rate = config.learning_rate * min(1, (step + 1) / 50, max(0.05, 1.5 * (1 - step / steps)))
        set_rate(optimizer, rate)
        difference = nets.consistent(nets.student, x_t, t, hidden) - wanted
        loss = (((difference**2 + 1e-6).sqrt() - 1e-3).mean(1) * face).mean()  # pseudo-Huber
        descend(optimizer, loss, parameters)
        with torch.no_grad():
            torch._foreach_lerp_(list(nets.target.parameters()), parameters, 1 - config.target_ema)
        average(ema, parameters, config.ema, step)
        log(step + 1, rate, loss=loss)
        if (step + 1) % config.save_every == 0 or step + 1 == steps:
            checkpoint(last, step + 1, **parts)

    put(parameters, ema)
    nets.student.to("cpu"), nets.teacher.to("cpu")
    sha256 = "smoke" if config.smoke else shipped.digest(config.teacher / UNET_FILE)
    save_student(nets.student, nets.teacher, sha256, config.folder / FILE)


if __name__ == "__main__":
    main(tyro.cli(Config))
