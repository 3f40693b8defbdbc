"""Runs of the super-resolution network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.avatars.dataset import reduce, sample
from models.avatars.pictures import open_picture
from models.avatars.tensors import psnr
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.superres.kinds import Enlarge, EnlargeStep
from models.superres.net import WEIGHTS, SuperResolution, enlarge, load_superres
from models.weights import shipped


@dataclass(frozen=True)
class Model:
    network: SuperResolution
    sha256: str


def load() -> Model:
    return Model(load_superres(), shipped.verify(WEIGHTS))


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name="Avatars super-resolution", sha256=model.sha256, arithmetic="fp32")


def enlarged(model: Model, request: Enlarge) -> Iterator[Step]:
    picture = open_picture(request.picture)
    original = reduce((sample()[0][picture] if isinstance(picture, int) else picture)[None])
    small = reduce(original, 4)
    bicubic, ours = enlarge(None, small), enlarge(model.network, small)
    yield EnlargeStep(
        passes=1,
        original=original[0],
        small=small[0],
        bicubic=bicubic[0],
        enlarged=ours[0],
        bicubic_psnr=psnr(original, bicubic),
        enlarged_psnr=psnr(original, ours),
    )


RUNS = {Enlarge: enlarged}
