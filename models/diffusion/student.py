"""The few-step student (distill.py), kept as its difference from the teacher in 8 bits: half of the teacher's size.

Each row of a weight has a scale of its own, 1/127 of its largest difference, so no number is off by more than half of
that. Numbers without rows (biases, norms) are few and kept in 16 bits.
"""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors import safe_open
from safetensors.torch import save_file

from models.avatars.shipped import DAMAGED
from models.download import StoreError


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
            value += difference
    return student
