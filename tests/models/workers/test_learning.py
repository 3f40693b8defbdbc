"""One process for all networks that learn from nothing: each run is its own family's."""

import pytest
import torch

from models.engine.asking import steps_of
from models.tiny_flow.kinds import DrawnStep, TrainFlow
from models.tiny_transformer.kinds import Continue, ProgressStep, Train
from models.workers import learning


@pytest.fixture(scope="module")
def model():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "set_num_threads", lambda n: None)  # for a worker, not for all tests after this
        yield learning.load(lambda template, **values: None)


def test_texts_and_pictures_are_learned_side_by_side(model):
    texts = list(steps_of(learning, model, Train(characters=5_000, steps=2)))
    drawn = list(steps_of(learning, model, TrainFlow(steps=2)))
    assert isinstance(texts[0], ProgressStep) and all(isinstance(step, DrawnStep) for step in drawn)


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        (None, "no pretrained weights: trained in this run"),
        (Train(), "no pretrained weights: trained in this run"),
        (TrainFlow(), "no pretrained weights: trained in this run"),
        (Continue(), "the network of the shipped run"),
    ],
)
def test_it_says_what_ran(model, request_, name):
    assert learning.describe(model, request_).name == name
