import copy

import pytest
import torch

from models.diffusion.net import build_unet
from models.diffusion.student import load_student, pack, save_student, unpack
from models.weights.download import StoreError


@pytest.fixture(scope="module")
def pair():
    """A tiny teacher and a student that differs from it in every number."""
    torch.manual_seed(0)
    teacher = build_unet((16,) * 3, 16)
    student = copy.deepcopy(teacher)
    with torch.no_grad():
        for p in student.parameters():
            p += 0.01 * torch.randn_like(p)
    return teacher, student


def test_a_student_comes_back_from_its_file_to_half_a_step_of_six_bits(pair, tmp_path):
    teacher, student = pair
    path = tmp_path / "student.safetensors"
    save_student(student, teacher, "teacher", path)
    found = load_student(path, teacher, "teacher").state_dict()
    before = teacher.state_dict()
    for name, wanted in student.state_dict().items():
        difference = (wanted - before[name]).abs()
        step = difference.flatten(1).amax(1) / 31 if wanted.ndim > 1 else difference * 2**-9
        off = (found[name] - wanted).abs().flatten(1).amax(1) if wanted.ndim > 1 else (found[name] - wanted).abs()
        assert (off <= step / 2 + 1e-6).all(), name
    numbers = sum(p.numel() for p in teacher.parameters())
    assert path.stat().st_size < 1.4 * numbers  # tiny networks have many rows for their size; and the file has a head


@pytest.mark.parametrize("shape", [(1,), (2, 2), (3, 7), (5, 63)])
def test_six_bits_come_back_as_they_went(shape):
    steps = torch.randint(-31, 32, shape, generator=torch.Generator().manual_seed(0))
    packed = pack(steps)
    assert packed.dtype == torch.uint8 and len(packed) == -(-steps.numel() // 4) * 3
    assert torch.equal(unpack(packed, steps.shape), steps.float())


def test_another_teacher_is_refused_in_a_sentence(pair, tmp_path):
    teacher, student = pair
    save_student(student, teacher, "teacher", tmp_path / "student.safetensors")
    with pytest.raises(StoreError, match="is damaged"):
        load_student(tmp_path / "student.safetensors", teacher, "another")
