"""A machine that learns from nothing in the run: measured on the way, and going on from the same text again and again.

The networks learn in Training's own loop; of the hidden Markov model, a step is a round of Baum-Welch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
from torch import Tensor

from models.engine.steps import Step
from models.history import hidden, recurrent, writing
from models.history.judging import Rows, judged, new_stories, whole
from models.history.kinds import LearningStep, LearnMachine, SourceStep
from models.history.markov import Markov
from models.history.networks import Network
from models.history.shared import CONTEXT, Machine, corpus
from models.history.sizes import QUESTIONS, ROW, SEEN, STATES, TEMPERATURE, WATCHED, WRITTEN
from models.ngrams import kneser_ney
from models.tiny_transformer import data, learning, net
from models.tiny_transformer.data import Data, Part
from models.tiny_transformer.measure import longest_copied

CHAIN = 2  # pieces that the chain looks back


def learn(request: LearnMachine) -> Iterator[Step]:
    """The same request gives the same bits on the same machine. Raises NotFinite if a loss is no number any more."""
    told = request.corpus != "own"
    of = corpus() if told else data.of(request.training())
    seen = whole(of.text.splitlines()[:SEEN]) if told else _windows(of, of.train)
    new, floor = new_stories() if told else (_windows(of, of.held_out), None)
    chain = Markov(kneser_ney.fit(of.train.ids.numpy(), of.pieces.count, CHAIN))
    states = _rounds(request, of) if request.machine == "hmm" else _updates(request, of)
    checkpoints = set(request.checkpoints())
    for number, machine in enumerate(states):
        if number == 0:
            yield SourceStep(
                passes=0,
                characters=len(of.text),
                length=len(of.train.ids),
                numbers=machine.numbers,
                chain=new.bits(chain),
                floor=floor,
            )
        if number in checkpoints:
            text = writing.continued(machine, of.pieces, request.prompt, WRITTEN, TEMPERATURE, request.seed)
            yield LearningStep(
                passes=len(seen.ids) + len(new.ids) + WRITTEN,
                number=number,
                train=seen.bits(machine),
                new=new.bits(machine),
                text=text,
                copied=longest_copied(text, of.text),
            )
    if told:
        yield judged(machine, QUESTIONS)


def _windows(of: Data, part: Part) -> Rows:
    rows: list[list[int]] = part.windows.tolist()
    return Rows(rows, len(of.pieces.decode(part.ids[1 : part.windows[:, 1:].numel() + 1].tolist())))


def _updates(request: LearnMachine, of: Data) -> Iterator[Machine]:
    """The network before the first update, then after each."""
    training, size = request.training(), of.pieces.count
    if request.machine == "transformer":
        learner = learning.start(training, of)
        machine = Network(_count(learner), lambda ids: net.logits(learner.weights, ids), CONTEXT)
    else:
        cell = recurrent.drawn(cast(recurrent.Cell, request.machine), size, request.seed)
        learner = learning.of_network(training, of, dict(cell.named_parameters()), lambda _weights, ids: cell(ids))
        machine = Network(_count(learner), cell)
    yield machine
    for _ in range(training.steps):
        learner.update()
        yield machine


def _count(learner: learning.Learner) -> int:
    return sum(weight.numel() for weight in learner.weights.values())


def _rounds(request: LearnMachine, of: Data) -> Iterator[Machine]:
    """The hidden Markov model before the first round, then after each."""
    rows = read(of.train.ids)
    machine = hidden.drawn(of.pieces.count, STATES, request.seed, even=False)
    yield machine
    for _ in range(request.rounds):
        machine, _nats = hidden.round_of(machine, rows)
        yield machine


def read(ids: Tensor) -> np.ndarray:
    """(rows, pieces) int64: what the hidden Markov model reads of a text, side by side."""
    width = min(ROW, len(ids))
    count = min(WATCHED, len(ids) // width)
    rows: np.ndarray = ids[: count * width].view(count, width).numpy()
    return rows
