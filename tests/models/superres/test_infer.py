"""Enlarging, as the engine runs it, with the shipped weights."""

from models.engine.asking import steps_of
from models.superres import infer
from models.superres.kinds import Enlarge


def test_a_picture_is_enlarged_better_than_by_bicubic():
    (step,) = steps_of(infer, infer.load(), Enlarge(picture="sample:2"))
    assert step.small.shape == (16, 16, 3) and step.enlarged.shape == step.original.shape == (64, 64, 3)
    assert step.enlarged_psnr > step.bicubic_psnr + 3
