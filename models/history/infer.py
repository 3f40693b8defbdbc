"""Runs of the machines: a text, how well one predicts and remembers, what hidden states write, dreams."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.history import dreams, eliza, judging, watched, writing
from models.history.hidden import HiddenMarkov
from models.history.kinds import Dream, Judge, JudgedStep, LearnMachine, States, StatesStep, Tell, ToldStep
from models.history.learned_from import read
from models.history.machines import learned, machine
from models.history.shared import corpus
from models.tiny_transformer.measure import longest_copied

STRETCH = 40  # characters
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
    if isinstance(request, LearnMachine):
        arithmetic = "fp64" if request.machine == "hmm" else "fp32"
        return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic=arithmetic)
    name = request.machine if isinstance(request, (Tell, Judge)) else "hmm"
    return ModelInfo(name=NAMES[name], sha256="", arithmetic="fp64" if name in ("markov", "hmm") else "fp32")


def tell(request: Tell) -> Iterator[ToldStep]:
    if request.machine == "eliza":
        text, rule = eliza.answer(request.prompt, request.seed)
        yield ToldStep(passes=0, text=text, copied="", share_copied=0.0, rule=rule)
        return
    writer = machine(request.machine, request.order)
    text = writing.continued(writer, corpus().pieces, request.prompt, request.pieces, request.temperature, request.seed)
    source = read(request.machine)
    copied, share = longest_copied(text, source), share_copied(text, source)
    yield ToldStep(passes=request.pieces, text=text, copied=copied, share_copied=share, rule="")


def share_copied(text: str, learned: str) -> float:
    """Of the stretches of 40 characters, how many stand word for word in what was learned from."""
    stretches = [text[i : i + STRETCH] for i in range(len(text) - STRETCH + 1)]
    return sum(stretch in learned for stretch in stretches) / len(stretches) if stretches else 0.0


def judge(request: Judge) -> Iterator[JudgedStep]:
    yield judging.judged(machine(request.machine, request.order), request.questions)


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
    LearnMachine: lambda model, request: watched.learn(request),
    States: lambda model, request: states(request),
}
