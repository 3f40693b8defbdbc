"""Runs of the machines: their shipped weights are read when each is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

import numpy as np
import torch
from safetensors.numpy import load_file

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.history import boltzmann, eliza, memory, recurrent
from models.history.binary_pictures import bright_pixels
from models.history.boltzmann import Boltzmann
from models.history.hidden import HiddenMarkov
from models.history.kinds import NEW, Dream, DreamStep, Judge, JudgedStep, States, StatesStep, Tell, ToldStep
from models.history.markov import chain
from models.history.networks import Network
from models.history.shared import Machine, corpus
from models.history.train import CONTEXT, WEIGHTS, read
from models.stories import corpus as world
from models.stories.corpus import END
from models.tiny_flow.kinds import LEARNED_FROM
from models.tiny_transformer import net
from models.tiny_transformer.measure import longest_copied

STRETCH = 40  # characters
DRAWN, SHOWN = 64, 16  # pictures that are drawn, and of these, shown
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


def machine(name: str, order: int) -> Machine:
    return chain(order) if name == "markov" else _learned(name)


@cache
def _learned(name: str) -> Machine:
    tensors = load_file(WEIGHTS / f"{name}.safetensors")
    if name == "hmm":
        return HiddenMarkov(**{key: _even(tensor.astype(np.float64)) for key, tensor in tensors.items()})
    weights = {key: torch.from_numpy(tensor.astype(np.float32)) for key, tensor in tensors.items()}
    if name == "transformer":
        numbers = sum(weight.numel() for weight in weights.values())
        return Network(numbers, lambda ids: net.logits(weights, ids), CONTEXT)
    model = recurrent.drawn(cast(recurrent.Cell, name), corpus().pieces.count, 0)
    model.load_state_dict(weights)
    return Network(model.numbers, model)


def _even(probabilities: np.ndarray) -> np.ndarray:
    """Rounded to fp32, rows of probabilities no longer sum to 1."""
    result: np.ndarray = probabilities / probabilities.sum(-1, keepdims=True)
    return result


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
    learned = read(request.machine)
    copied, share = longest_copied(text, learned), share_copied(text, learned)
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
    machine = _learned("hmm")
    assert isinstance(machine, HiddenMarkov)
    likeliest = np.argsort(-machine.pieces, axis=1, kind="stable")[:, : request.words]
    lines = ["\t".join(corpus().pieces.decode([piece]) for piece in row) for row in likeliest.tolist()]
    yield StatesStep(
        passes=0,
        pieces="\n".join(line.replace("\n", "\u23ce") for line in lines),
        shares=np.take_along_axis(machine.pieces, likeliest, axis=1),
        stays=in_the_long_run(machine.moves),
    )


def in_the_long_run(moves: np.ndarray) -> np.ndarray:
    """(k,) the shares of the states that the moves leave as they are."""
    shares: np.ndarray = np.linalg.matrix_power(moves, 4096)[0]
    return shares / shares.sum()


@cache
def boltzmann_machines() -> tuple[Boltzmann, Boltzmann]:
    tensors = load_file(WEIGHTS / "boltzmann.safetensors")
    first, second = (
        Boltzmann(*(tensors[f"{name} {part}"].astype(np.float64) for part in ("weights", "pixels", "hidden")))
        for name in ("first", "second")
    )
    return first, second


def dream(request: Dream) -> Iterator[DreamStep]:
    first, second = boltzmann_machines()
    random = np.random.default_rng(request.seed)
    pixels = boltzmann.drawn(np.full((DRAWN, len(first.pixels)), 0.5), random)
    units = boltzmann.drawn(np.full((DRAWN, len(second.pixels)), 0.5), random)
    moments, before = request.moments(), 0
    for number in range(request.rounds + 1):
        if number in moments:
            shown = pixels if number == 0 else first.down(first.up(pixels))
            yield _dreamt(number, number - before, shown, first.down(units))
            before = number
        pixels, units = (
            boltzmann.gibbs(machine, states, random) for machine, states in ((first, pixels), (second, units))
        )


def _dreamt(number: int, passes: int, one: np.ndarray, two: np.ndarray) -> DreamStep:
    real = bright_pixels()[LEARNED_FROM:]
    return DreamStep(
        passes=passes,
        number=number,
        one=_as_pictures(one[:SHOWN]),
        two=_as_pictures(two[:SHOWN]),
        bright=np.array([one.mean(), two.mean(), real.mean()]),
        varied=np.array([one.std(0).mean(), two.std(0).mean(), real.std(0).mean()]),
    )


def _as_pictures(probabilities: np.ndarray) -> np.ndarray:
    result: np.ndarray = np.rint(255 * probabilities).astype(np.uint8).reshape(-1, 16, 16)
    return result


RUNS = {
    Dream: lambda model, request: dream(request),
    Tell: lambda model, request: tell(request),
    Judge: lambda model, request: judge(request),
    States: lambda model, request: states(request),
}
