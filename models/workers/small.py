"""The small models in one process: GAN, classifier, super-resolution, shapes, and the plane's models.

None needs diffusers, so this process starts in a third of the time of the other one (pictures.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.classifier import infer as classifier
from models.classifier.net import Classifier, load_classifier
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.gan import infer as gan
from models.shapes import infer as shapes
from models.superres import infer as superres
from models.toys import infer as toys
from models.workers.of_family import runs_of


@dataclass(frozen=True)
class Model:
    gan: gan.Model
    classifier: Classifier
    superres: superres.Model
    shapes: shapes.Model
    toys: None = None


def load(progress: Callable[..., None]) -> Model:
    progress(N_("Loading the model."))
    toys.load()
    judge = load_classifier()
    return Model(gan.load(judge), judge, superres.load(), shapes.load())


MODULES = {"gan": gan, "classifier": classifier, "superres": superres, "shapes": shapes, "toys": toys}
RUNS = runs_of(MODULES)


def describe(model: Model, request: Request | None = None) -> ModelInfo:
    family = request.family if request is not None else "gan"
    return MODULES[family].describe(getattr(model, family), request)
