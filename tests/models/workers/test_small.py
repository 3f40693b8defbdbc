"""One process serves four families: each run gets its own family's part, and says what ran."""

import pytest
import torch

from models.classifier.kinds import RealSamples, SampleStep
from models.engine.asking import steps_of
from models.gan.kinds import Gan
from models.superres.kinds import Enlarge
from models.toys.kinds import GanToy, GanToyStep
from models.workers import small


@pytest.fixture(scope="module")
def model():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "set_num_threads", lambda n: None)  # for a worker, not for all tests after this
        yield small.load(lambda template, **values: None)


def test_the_planes_models_learn_beside_the_pictures_models(model):
    steps = list(steps_of(small, model, GanToy(turns="10DG", reports=5)))
    assert all(isinstance(step, GanToyStep) for step in steps) and steps[-1].number == 20
    assert sum(step.passes for step in steps) == 20


def test_real_pictures_are_read_and_no_network_draws_them(model):
    steps = list(steps_of(small, model, RealSamples(count=2)))
    assert all(isinstance(step, SampleStep) for step in steps)
    assert [(step.passes, step.milliseconds) for step in steps] == [(0, 0.0)] * 2


@pytest.mark.parametrize(
    ("request_", "name", "weights"),
    [
        (GanToy(), "no pretrained weights: trained in this run", False),
        (Gan(), "Avatars GAN", True),
        (Enlarge(), "Avatars super-resolution", True),
        (RealSamples(), "no generator: pictures of the shipped sample", False),
    ],
)
def test_the_run_line_names_what_ran(model, request_, name, weights):
    info = small.describe(model, request_)
    assert (info.name, len(info.sha256)) == (name, 64 if weights else 0)
