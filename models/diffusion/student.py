"""The few-step student (distill.py), kept as its difference from the teacher in 8 bits: half of the teacher's size.

Each row of a weight has a scale of its own, 1/127 of its largest difference, so no number is off by more than half of
that. Numbers without rows (biases, norms) are few and kept in 16 bits.
"""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from diffusers import LCMScheduler, UNet2DConditionModel
from safetensors import safe_open
from safetensors.torch import save_file

from models.avatars import shipped
from models.avatars.shipped import DAMAGED
from models.diffusion.net import PIPELINE, build_scheduler
from models.download import StoreError

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


def save_student(student: UNet2DConditionModel, teacher: UNet2DConditionModel, teacher_sha256: str, path: Path) -> None:
    """teacher_sha256: of the teacher's own weights file; only together with that can this one be read."""
    kept, before = {}, teacher.state_dict()
    for name, value in student.state_dict().items():
        difference = (value - before[name]).float()
        if value.ndim < 2:
            kept[name] = difference.half()
            continue
        rows = difference.flatten(1)
        scale = rows.abs().amax(1, keepdim=True).clamp(min=1e-12) / 127
        kept[name] = (rows / scale).round().to(torch.int8).reshape(value.shape).contiguous()
        kept[f"{name}.scale"] = scale
    save_file(kept, path, {"teacher_sha256": teacher_sha256})


@torch.no_grad()
def load_student(path: Path, teacher: UNet2DConditionModel, teacher_sha256: str) -> UNet2DConditionModel:
    """A network of its own, in the teacher's dtype. Raises StoreError if the file belongs to another teacher."""
    student = copy.deepcopy(teacher)
    with safe_open(path, "pt") as file:
        if file.metadata()["teacher_sha256"] != teacher_sha256:
            raise StoreError(DAMAGED, file=str(path))
        for name, value in student.state_dict().items():
            difference = file.get_tensor(name).float()
            if value.ndim >= 2:
                scale = file.get_tensor(f"{name}.scale")
                difference = (difference.flatten(1) * scale).reshape(value.shape)
            value += difference.to(value.device)
    return student
