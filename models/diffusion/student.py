"""The few-step student (distill.py), kept as its difference from the teacher in 6 bits: three eighths of its size.

Each row of a weight has a scale of its own, 1/31 of its largest difference, so no number is off by more than half of
that. Numbers without rows (biases, norms) are few and kept in 16 bits.
"""

from __future__ import annotations

import copy
from pathlib import Path

import torch
import torch.nn.functional as F
from diffusers import LCMScheduler, UNet2DConditionModel
from safetensors import safe_open
from safetensors.torch import save_file

from models.diffusion.net import PIPELINE, build_scheduler
from models.weights import shipped
from models.weights.download import StoreError
from models.weights.shipped import DAMAGED

STUDENT = Path(__file__).parent / "weights" / "student"
FILE = "student.safetensors"
GRID = 40  # points of the teacher's path that the student learned to jump from


def build_few_step_scheduler() -> LCMScheduler:
    """Jumps to the path's end and adds fresh noise for the next jump (Luo et al., arXiv:2310.04378)."""
    return LCMScheduler.from_config(build_scheduler().config, original_inference_steps=GRID)


def load_shipped(teacher: UNet2DConditionModel) -> tuple[UNet2DConditionModel, str]:
    """(the shipped student of the shipped teacher, its identity). Raises StoreError if a file is damaged."""
    identity = shipped.verify(STUDENT)
    teacher_sha256 = shipped.digest(PIPELINE / "unet" / "diffusion_pytorch_model.safetensors")
    return load_student(STUDENT / FILE, teacher, teacher_sha256).to(memory_format=torch.channels_last), identity


LARGEST = 31  # of a difference, in steps of its row's scale: −31 to 31 are 63 of the 64 values of 6 bits


def pack(steps: torch.Tensor) -> torch.Tensor:
    """Whole numbers from −31 to 31, flattened, as bytes: four in three."""
    a, b, c, d = (F.pad(steps.flatten(), (0, -steps.numel() % 4)) + 32).to(torch.uint8).view(-1, 4).unbind(1)
    return torch.stack([a << 2 | b >> 4, (b & 15) << 4 | c >> 2, (c & 3) << 6 | d], 1).flatten()


def unpack(packed: torch.Tensor, shape: torch.Size) -> torch.Tensor:
    """What `pack` was given, as float32 in its shape."""
    x, y, z = packed.view(-1, 3).unbind(1)
    steps = torch.stack([x >> 2, (x & 3) << 4 | y >> 4, (y & 15) << 2 | z >> 6, z & 63], 1).flatten()
    return (steps[: shape.numel()].float() - 32).reshape(shape)


def save_student(student: UNet2DConditionModel, teacher: UNet2DConditionModel, teacher_sha256: str, path: Path) -> None:
    """teacher_sha256: of the teacher's own weights file; only together with that can this one be read."""
    kept, before = {}, teacher.state_dict()
    for name, value in student.state_dict().items():
        difference = (value - before[name]).float()
        if value.ndim < 2:
            kept[name] = difference.half()
            continue
        rows = difference.flatten(1)
        scale = rows.abs().amax(1, keepdim=True).clamp(min=1e-12) / LARGEST
        kept[name] = pack((rows / scale).round())
        kept[f"{name}.scale"] = scale
    save_file(kept, path, {"teacher_sha256": teacher_sha256})


@torch.no_grad()
def load_student(path: Path, teacher: UNet2DConditionModel, teacher_sha256: str) -> UNet2DConditionModel:
    """A separate network, in the teacher's dtype. Raises StoreError if the file belongs to another teacher."""
    student = copy.deepcopy(teacher)
    with safe_open(path, "pt") as file:
        if file.metadata()["teacher_sha256"] != teacher_sha256:
            raise StoreError(DAMAGED, file=str(path))
        for name, value in student.state_dict().items():
            difference = file.get_tensor(name)
            if value.ndim >= 2:
                rows = unpack(difference, value.flatten(1).shape)
                difference = (rows * file.get_tensor(f"{name}.scale")).reshape(value.shape)
            value += difference.to(value.device)
    return student
