"""The network of the shipped default run, as a model file."""

from __future__ import annotations

from models.prepared import prepared
from models.tiny_transformer import model_file
from models.tiny_transformer.kinds import LearnedStep, Train


def shipped() -> bytes:
    trace = prepared(Train())
    assert trace is not None
    learned = trace.last
    assert isinstance(learned, LearnedStep)
    return model_file.pack(learned.weights, learned.tokenizer)
