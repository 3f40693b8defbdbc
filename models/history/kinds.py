"""Machines of seven decades on one text: what may be asked, what their runs yield."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.stories import corpus
from models.text.architecture import host_model
from models.text.kinds import Score, Write
from models.tiny_transformer.kinds import MOST_PROMPT, Beginning

MachineName = Literal["eliza", "markov", "hmm", "elman", "lstm", "transformer"]
ORDER_OF_AGE: tuple[MachineName, ...] = ("markov", "eliza", "hmm", "elman", "lstm", "transformer")
Judged = Literal["markov", "hmm", "elman", "lstm", "transformer"]
ORDERS = range(6)  # pieces that a Markov chain looks back
BEGINNING = "Once upon a time there was a girl called"
PROBED = 400  # second mentions that memory is asked for
MOMENTS = (0.002, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)  # shares of the rounds of a dream
NEW = 5  # the seed of the stories that bits per character are measured on


@dataclass(frozen=True, kw_only=True, slots=True)
class Tell(Request):
    """Lets one machine go on from a text, or answer it."""

    kind: ClassVar[str] = "tell"
    family: ClassVar[str] = "history"
    brief: ClassVar[bool] = True
    machine: MachineName = "markov"
    order: Annotated[int, Range(ORDERS[0], ORDERS[-1])] = 2
    """Pieces that the Markov chain looks back; of no other machine."""
    prompt: Annotated[str, Beginning(MOST_PROMPT, host_limited=False)] = BEGINNING
    pieces: Annotated[int, Range(1, 120)] = 60
    temperature: Annotated[float, Range(0.05, 2, 0.05)] = 0.8
    seed: Seed = 8

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if self.machine != "markov":
            object.__setattr__(self, "order", 2)  # equal runs are one request


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge(Request):
    """Measures one machine on stories that none learned from: bits per character, and memory."""

    kind: ClassVar[str] = "judge-machine"
    family: ClassVar[str] = "history"
    first_guess: ClassVar[float] = 20.0
    machine: Judged = "markov"
    order: Annotated[int, Range(ORDERS[0], ORDERS[-1])] = 2
    """Pieces that the Markov chain looks back; of no other machine."""
    questions: Annotated[int, Range(20, 1000)] = PROBED
    """Second mentions of a fact that memory is asked for."""

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if self.machine != "markov":
            object.__setattr__(self, "order", 2)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ToldStep(Step):
    text: str  # after the prompt; ELIZA's answer
    copied: str  # its longest stretch that stands word for word in the stories learned from; "" of ELIZA
    share_copied: float  # of its stretches of 40 characters, those that stand there; 0 where it is shorter
    rule: str  # of ELIZA: the pattern that fitted; "" of the others


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class JudgedStep(Step):
    numbers: int  # that were learned
    bits: float  # per character, on whole stories that it never saw
    stories: int  # of which bits is the mean
    floor: float  # bits per character that these stories have themselves
    fact: np.ndarray  # (questions,) int64, the place of the fact in memory.FACTS
    distance: np.ndarray  # (questions,) int64, sentences since the fact was named
    options: np.ndarray  # (questions,) int64, values that it could have
    right: np.ndarray  # (questions,) bool


@dataclass(frozen=True, kw_only=True, slots=True)
class States(Request):
    """What each hidden state of the hidden Markov model writes."""

    kind: ClassVar[str] = "states"
    family: ClassVar[str] = "history"
    brief: ClassVar[bool] = True
    words: Annotated[int, Range(1, 20)] = 6
    """Likeliest pieces of each state."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class StatesStep(Step):
    pieces: str  # a line for each state: its likeliest pieces, between tabs
    shares: np.ndarray  # (states, words) float64, their probabilities in that state
    stays: np.ndarray  # (states,) float64, how often the state is the one at a piece, in the long run


@dataclass(frozen=True, kw_only=True, slots=True)
class Dream(Request):
    """Lets two Boltzmann machines draw pictures out of noise: one of one layer, and a deep belief net of two."""

    kind: ClassVar[str] = "dream"
    family: ClassVar[str] = "history"
    brief: ClassVar[bool] = True
    rounds: Annotated[int, Range(1, 2000)] = 500
    """Of Gibbs sampling, from noise on."""
    seed: Seed = 8

    def moments(self) -> list[int]:
        """Numbers of rounds after which pictures are shown: 0, then later and later ones."""
        return sorted({0, *(round(self.rounds * share) for share in MOMENTS)})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DreamStep(Step):
    """Pictures after so many rounds: the probability that each pixel is bright, 255 = certain."""

    number: int  # rounds so far
    one: np.ndarray  # (16, 16, 16) uint8, of the machine of one layer
    two: np.ndarray  # (16, 16, 16) uint8, of the deep belief net
    bright: np.ndarray  # (3,) float64, share of bright pixels: one layer, two layers, real pictures
    varied: np.ndarray  # (3,) float64, deviation of a pixel between pictures, mean over the pixels: likewise


def side_by_side(prompt: str = BEGINNING, order: int = 2, seed: int = 8) -> dict[str, Tell]:
    """The same text given to every machine, the oldest first."""
    return {name: Tell(machine=name, order=order, prompt=prompt, seed=seed) for name in ORDER_OF_AGE}


def pretrained(prompt: str = BEGINNING, seed: int = 8) -> Write:
    """The same text given to the text model of the other chapters, which never learned from the stories."""
    return Write(prompt=prompt, max_new_tokens=32, temperature=0.8, seed=seed)


def pretrained_judged() -> Score:
    """Two of the stories that the others are measured on, as a visitor's text for the text model."""
    told = corpus.stories("en", NEW)
    return Score(text="\n".join(next(told).text for _ in range(2)))


def prepared() -> tuple[Request, ...]:
    """What is shipped computed: see models/prepared.py."""
    judged = [Judge(machine="markov", order=order) for order in ORDERS]
    judged += [Judge(machine="hmm"), Judge(machine="elman"), Judge(machine="lstm"), Judge(machine="transformer")]
    # A model of the host's own takes the pretrained one's place, and may cut these texts into too many tokens.
    texts = () if host_model() else (pretrained(), pretrained_judged())
    return (*side_by_side().values(), *judged, States(), Dream(), *texts)
