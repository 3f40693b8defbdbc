"""What is measured of a run on the way: losses, n-grams to compare with, what it writes and what of that is copied."""

from __future__ import annotations

import math

import numpy as np
import torch

from models.ngrams import kneser_ney
from models.stories import corpus
from models.tiny_transformer import net, writing
from models.tiny_transformer.data import Data, Part
from models.tiny_transformer.kinds import LANGUAGES, ORDERS, CheckpointStep, ProgressStep, TextStep, Train
from models.tiny_transformer.learning import Learner

CONTINUATION, TEMPERATURE = 60, 0.8


def text(request: Train, of: Data) -> TextStep:
    """The n-grams count the text learned from and predict what the network does; they may look across the edge between
    two windows."""
    ids, held_out = of.train.ids.numpy(), of.held_out
    predicted = held_out.windows[:, 1:].numel()
    seen = held_out.ids[: predicted + 1].numpy()
    language = LANGUAGES.get(request.corpus)
    return TextStep(
        passes=0,
        characters=len(of.text),
        pieces=of.pieces.count,
        length=len(ids),
        learned=sum(weight.numel() for weight in net.drawn(0, of.pieces.count).values()),
        blind=math.log(of.pieces.count) * held_out.bits,
        ngrams=np.array([_nats(ids, seen, of.pieces.count, order) * held_out.bits for order in ORDERS]),
        floor=corpus.floor(language) if language else None,
    )


def _nats(ids: np.ndarray, seen: np.ndarray, pieces: int, order: int) -> float:
    """Mean −ln p of all but the first of the ids seen; the very first ones are predicted from as many as there are."""
    machine = kneser_ney.fit(ids, pieces, order)
    first = [-math.log(machine.next(seen[:i])[seen[i]]) for i in range(1, order)]
    return float((sum(first) + machine.nats(seen)[1 if order == 0 else 0 :].sum()) / (len(seen) - 1))


@torch.no_grad()
def progress(learner: Learner) -> ProgressStep:
    train, held_out = (loss(learner, part) for part in (learner.data.train, learner.data.held_out))
    return ProgressStep(
        passes=2,
        number=learner.number,
        train=train,
        held_out=held_out,
        gradient_norm=learner.gradient_norm,
        learning_rate=learner.learning_rate,
    )


def loss(learner: Learner, part: Part) -> float:
    """Bits per character."""
    return net.nats(learner.weights, part.windows).mean().item() * part.bits


def checkpoint(learner: Learner) -> CheckpointStep:
    request = learner.request
    continuation = writing.continued(
        learner.weights, learner.data.pieces, request.beginning, CONTINUATION, TEMPERATURE, request.seed
    )
    copied = longest_copied(continuation, learner.data.text)
    return CheckpointStep(passes=CONTINUATION, number=learner.number, continuation=continuation, copied=copied)


def longest_copied(text: str, source: str) -> str:
    """The longest stretch of the text that stands in the source word for word; the first of equally long ones."""
    longest = ""
    for start in range(len(text)):
        while (stretch := text[start : start + len(longest) + 1]) in source and len(stretch) > len(longest):
            longest = stretch
    return longest
