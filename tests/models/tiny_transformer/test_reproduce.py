"""The Python to take away trains as the app does: the same losses, the same words."""

import ast
import re

import pytest

from models.tiny_transformer.kinds import CheckpointStep, DivergedStep, ProgressStep, Train
from tests.models.tiny_transformer.test_train import OWN


@pytest.mark.parametrize(
    "fields",
    [
        {"corpus": "stories-de", "characters": 5_000},
        {"corpus": "moby-dick", "characters": 5_000, "steps": 3},
        {"corpus": "own", "text": OWN, "prompt": "The harbour", "optimizer": "momentum", "learning_rate": 0.1},
        {"corpus": "own", "text": OWN, "optimizer": "sgd", "learning_rate": 0.3, "clip": False},
        {"corpus": "own", "text": OWN, "optimizer": "sgd", "learning_rate": 100.0, "clip": False, "steps": 40},
    ],
    ids=["stories", "novel", "momentum", "unclipped", "diverges"],
)
def test_the_python_prints_the_losses_and_the_words_of_the_run(fields, app, script):
    request = Train(**{"steps": 9, "seed": 4, **fields})
    steps, done = app(request), script(request)
    losses = [re.findall(r"-?\d+\.?\d*", line) for line in done.lines if line.endswith("held out")]
    made = [(s.number, s.train, s.held_out) for s in steps if isinstance(s, ProgressStep)]
    assert len(losses) == len(made) > 1
    for line, step in zip(losses, made, strict=True):
        assert [float(n) for n in line] == pytest.approx(step, abs=2e-4)
    words = [line.partition(" writes: ")[2] for line in done.lines if " writes: " in line]
    assert [ast.literal_eval(w) for w in words] == [s.continuation for s in steps if isinstance(s, CheckpointStep)]
    diverged = [f"update {s.number}: diverged" for s in steps if isinstance(s, DivergedStep)]
    assert [line for line in done.lines if line.endswith("diverged")] == diverged
