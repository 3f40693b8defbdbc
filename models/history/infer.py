"""Runs of the machines: a text, how well one predicts and remembers, what hidden states write, dreams."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.history import dreams, eliza, memory
from models.history.hidden import HiddenMarkov
from models.history.kinds import NEW, Dream, Judge, JudgedStep, States, StatesStep, Tell, ToldStep
from models.history.learned_from import read
from models.history.machines import learned, machine
from models.history.shared import CONTEXT, corpus
from models.stories import corpus as world
from models.stories.corpus import END
from models.tiny_transformer.measure import longest_copied

STRETCH = 40  # characters
NEW_STORIES = 200  # of which those that fit into the transformer's window are measured
NAMES = {
    "markov": N_("a Markov chain, counted in this run"),
    "eliza": N_("ELIZA's rules, in nltk"),
    "hmm": N_("a hidden Markov model, learned here"),
    "elman": N_("an Elman network, trained here"),
    "lstm": N_("an LSTM, trained here"),
    "transformer": N_("a small transformer, trained here"),
}


def load(progress: Callable[..., None]) -> None:
    corpus()


def describe(model: None, request: Request | None = None) -> ModelInfo:
    if isinstance(request, Dream):
        return ModelInfo(name=N_("two Boltzmann machines, learned here"), sha256="", arithmetic="fp64")
    name = request.machine if isinstance(request, (Tell, Judge)) else "hmm"
    return ModelInfo(name=NAMES[name], sha256="", arithmetic="fp64" if name in ("markov", "hmm") else "fp32")


def tell(request: Tell) -> Iterator[ToldStep]:
    if request.machine == "eliza":
        text, rule = eliza.answer(request.prompt, request.seed)
        yield ToldStep(passes=0, text=text, copied="", share_copied=0.0, rule=rule)
        return
    writer, pieces = machine(request.machine, request.order), corpus().pieces
    ids = pieces.encode(END + request.prompt)
    before, random = len(ids), np.random.default_rng(request.seed)
    for _ in range(request.pieces):
        ids.append(_picked(writer.next(ids), request.temperature, random))
    text = pieces.decode(ids[before:])
    source = read(request.machine)
    copied, share = longest_copied(text, source), share_copied(text, source)
    yield ToldStep(passes=request.pieces, text=text, copied=copied, share_copied=share, rule="")


def _picked(probabilities: np.ndarray, temperature: float, random: np.random.Generator) -> int:
    logits = np.log(np.maximum(probabilities, 1e-300)) / temperature
    shares = np.exp(logits - logits.max())
    return int(random.choice(len(shares), p=shares / shares.sum()))


def share_copied(text: str, learned: str) -> float:
    """Of the stretches of 40 characters, how many stand word for word in what was learned from."""
    stretches = [text[i : i + STRETCH] for i in range(len(text) - STRETCH + 1)]
    return sum(stretch in learned for stretch in stretches) / len(stretches) if stretches else 0.0


def judge(request: Judge) -> Iterator[JudgedStep]:
    judged = machine(request.machine, request.order)
    stories = [story for story in _new_stories() if len(corpus().pieces.encode(END + story.text + END)) <= CONTEXT + 1]
    nats = judged.nats([corpus().pieces.encode(END + story.text + END) for story in stories])
    characters = sum(len(story.text) + len(END) for story in stories)
    answers = memory.answers(judged, request.questions)
    yield JudgedStep(
        passes=len(stories) + sum(answer.options for answer in answers),
        numbers=judged.numbers,
        bits=float(sum(line.sum() for line in nats) / np.log(2) / characters),
        stories=len(stories),
        floor=sum(story.bits for story in stories) / characters,
        fact=np.array([answer.fact for answer in answers]),
        distance=np.array([answer.distance for answer in answers]),
        options=np.array([answer.options for answer in answers]),
        right=np.array([answer.right for answer in answers]),
    )


def _new_stories() -> list[world.Story]:
    told = world.stories("en", NEW)
    return [next(told) for _ in range(NEW_STORIES)]


def states(request: States) -> Iterator[StatesStep]:
    markov = learned("hmm")
    assert isinstance(markov, HiddenMarkov)
    likeliest = np.argsort(-markov.pieces, axis=1, kind="stable")[:, : request.words]
    lines = ["\t".join(corpus().pieces.decode([piece]) for piece in row) for row in likeliest.tolist()]
    yield StatesStep(
        passes=0,
        pieces="\n".join(line.replace("\n", "\u23ce") for line in lines),
        shares=np.take_along_axis(markov.pieces, likeliest, axis=1),
        stays=in_the_long_run(markov.moves),
    )


def in_the_long_run(moves: np.ndarray) -> np.ndarray:
    """(k,) the shares of the states that the moves leave as they are."""
    shares: np.ndarray = np.linalg.matrix_power(moves, 4096)[0]
    return shares / shares.sum()


RUNS = {
    Dream: lambda model, request: dreams.dream(request),
    Tell: lambda model, request: tell(request),
    Judge: lambda model, request: judge(request),
    States: lambda model, request: states(request),
}
