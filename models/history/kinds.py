"""Machines of seven decades on one text: what may be asked, what their runs yield."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.history.sizes import RATES
from models.stories import corpus, own_text
from models.text.architecture import host_model
from models.text.kinds import Score, Write
from models.tiny_transformer.kinds import MOST_PROMPT, Beginning, OwnText, Train

MachineName = Literal["eliza", "markov", "hmm", "elman", "lstm", "transformer"]
ORDER_OF_AGE: tuple[MachineName, ...] = ("markov", "eliza", "hmm", "elman", "lstm", "transformer")
Judged = Literal["markov", "hmm", "elman", "lstm", "transformer"]
Learning = Literal["hmm", "elman", "lstm", "transformer"]  # what learns while one watches
LEARNERS: tuple[Learning, ...] = ("hmm", "elman", "lstm", "transformer")
ORDERS = range(6)  # pieces that a Markov chain looks back
BEGINNING = "Once upon a time there was a girl called"
PROBED = 400  # second mentions that memory is asked for
MOMENTS = (0.002, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)  # shares of the rounds of a dream
NEW = 5  # the seed of the stories that bits per character are measured on
UPDATES, ROUNDS = 300, 40  # of a machine that learns while one watches: a network, the hidden Markov model
CHECKPOINTS = (
    0.02,
    0.05,
    0.1,
    0.2,
    0.3,
    0.4,
    0.55,
    0.7,
    0.85,
    1.0,
)  # shares of a run, besides its start and first step


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


@dataclass(frozen=True, kw_only=True, slots=True)
class LearnMachine(Request):
    """Lets one machine learn from nothing while one watches, and go on from the same text again and again."""

    kind: ClassVar[str] = "learn-machine"
    family: ClassVar[str] = "history"
    resumes: ClassVar[bool] = True
    first_guess: ClassVar[float] = 20.0
    machine: Learning = "lstm"
    corpus: Literal["stories-en", "own"] = "stories-en"
    text: Annotated[str, OwnText(own_text.MOST, empty=True, host_limited=False)] = ""
    """The visitor's own text, 2,000 to 1,000,000 characters; its last tenth is held out. Of "own" alone."""
    updates: Annotated[int, Range(1, 1000)] = UPDATES
    """Of a network, each from 8 windows of 128 pieces."""
    rounds: Annotated[int, Range(1, 200)] = ROUNDS
    """Of Baum-Welch; of the hidden Markov model alone."""
    prompt: Annotated[str, Beginning(MOST_PROMPT, empty=True, host_limited=False)] = BEGINNING
    """What it goes on from; empty: as many stories begin, or as the visitor's text does."""
    seed: Seed = 8

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if self.corpus == "own":
            object.__setattr__(self, "text", own_text.checked(self.text))
        elif self.text:  # equal runs are one request, here and below
            object.__setattr__(self, "text", "")
        object.__setattr__(self, *(("updates", UPDATES) if self.machine == "hmm" else ("rounds", ROUNDS)))
        object.__setattr__(self, "prompt", self.training().beginning)

    def training(self) -> Train:
        """How a network learns: as in Training, at its own rate."""
        rate = RATES.get(self.machine, Train().learning_rate)
        return Train(
            corpus=self.corpus,
            text=self.text,
            steps=self.updates,
            learning_rate=rate,
            prompt=self.prompt,
            seed=self.seed,
        )

    @property
    def planned(self) -> int:
        """Updates of the whole run, or rounds."""
        return self.rounds if self.machine == "hmm" else self.updates

    def checkpoints(self) -> list[int]:
        """Numbers of updates, or rounds, after which it is measured and writes: 0, 1, then later and later ones."""
        return sorted({0, 1, *(max(1, round(self.planned * share)) for share in CHECKPOINTS)})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SourceStep(Step):
    """What is learned from, and what it is compared with on the same new text."""

    characters: int  # of the text learned from
    length: int  # of the same, in pieces; the hidden Markov model reads less
    numbers: int  # of the machine
    chain: float  # bits per character of a Markov chain that looks back 2 pieces and counted the same text, in this run
    floor: float | None  # bits per character that the new stories themselves have; None of other texts


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LearningStep(Step):
    number: int  # updates or rounds so far
    train: float  # bits per character, on text that is learned from
    new: float  # bits per character, on text that is not: of stories, those of Judge
    text: str  # 60 pieces after the prompt, at temperature 0.8, at the run's seed
    copied: str  # its longest stretch that stands word for word in the text learned from


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
    watched = [LearnMachine(machine=machine) for machine in LEARNERS]
    # A model of the host's own takes the pretrained one's place, and may cut these texts into too many tokens.
    texts = () if host_model() else (pretrained(), pretrained_judged())
    return (*side_by_side().values(), *judged, States(), Dream(), *watched, *texts)
