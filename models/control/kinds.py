"""Reaching into the text model: what of one prompt is put into another, which heads are switched off, which word is
hidden, and which direction is added. Sources are beside each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.text import tokenizer
from models.text.prompt import Prompt
from models.text.up_to import UpTo, last_head, last_layer

CLEAN = "When Mary and John went to the shop, John gave a drink to"
CORRUPT = "When Mary and John went to the shop, Mary gave a drink to"
POSITIONS = 12  # tokens, from the first that differs on: each is patched after each layer
SENTENCES = 12  # lines of a side of the steering vector
TESTED = min(23, last_layer()), min(3, last_head())  # layer and head; the host may run a smaller model
STEERED = min(26, last_layer())
DIRECTIONS = ("none", "vector", "opposite", "random")
WRITTEN = 24  # tokens of each steered text


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pair(Request):
    """Two prompts of equally many tokens. Raises InvalidRequest for others, and where they differ too early."""

    clean: Annotated[str, Prompt(48)] = CLEAN
    corrupt: Annotated[str, Prompt(48)] = CORRUPT

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        enough(self.clean)
        clean, corrupt = (tokenizer.encode(text) for text in (self.clean, self.corrupt))
        if len(clean) != len(corrupt):
            raise InvalidRequest(
                N_(
                    "The first prompt has {n} tokens, the second {m}. Patching needs equally many: change one word for "
                    "another of the same length."
                ),
                n=len(clean),
                m=len(corrupt),
            )
        if clean == corrupt:
            raise InvalidRequest(N_("Both prompts are the same. Change a word in the second."))
        if len(clean) - first_difference(self) > POSITIONS:
            raise InvalidRequest(
                N_("The prompts differ {n} tokens before the end; at most {limit} fit here. Change a later word."),
                n=len(clean) - first_difference(self),
                limit=POSITIONS,
            )


def enough(prompt: str) -> None:
    """Raises InvalidRequest under three tokens: then there is none between the first and the last."""
    if tokenizer.count(prompt) < 3:
        raise InvalidRequest(N_("Write at least three tokens."))


def first_difference(pair: _Pair) -> int:
    """The position of the first token in which the two prompts differ."""
    ids = zip(tokenizer.encode(pair.clean), tokenizer.encode(pair.corrupt), strict=True)
    return next(i for i, (a, b) in enumerate(ids) if a != b)


@dataclass(frozen=True, kw_only=True, slots=True)
class Patch(_Pair):
    """Activation patching: the residual stream of the clean prompt at one token, after one layer, put into the run of
    the corrupt prompt. Tokens before the first difference are the same in both runs, so they are left out.

    Sources: Meng et al., arXiv:2202.05262; Wang et al., arXiv:2211.00593; good practice, Zhang & Nanda,
    arXiv:2309.16042.
    """

    kind: ClassVar[str] = "patch"
    family: ClassVar[str] = "control"
    first_guess: ClassVar[float] = 3.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PairStep(Step):
    """The two prompts as they are, before anything is changed."""

    clean_ids: np.ndarray  # (n,) int64
    corrupt_ids: np.ndarray  # (n,) int64
    answers: np.ndarray  # (2,) int64, the likeliest token after the clean and after the corrupt prompt
    probs: np.ndarray  # (2, 2) float32: after the clean and the corrupt prompt, of both answers
    differences: np.ndarray  # (2,) float32, nats: logit of the clean answer above that of the corrupt one


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PatchStep(Step):
    """One depth, patched at each token from the first that differs on. None where both prompts have one answer."""

    depth: int  # 0: the embeddings; n: after n layers
    differences: np.ndarray  # (positions,) float32, nats, as in PairStep


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadMap(_Pair):
    """The clean prompt with each head switched off in turn, as Attend does: its output is set to zero for all tokens.

    Source: Michel et al., arXiv:1905.10650.
    """

    kind: ClassVar[str] = "head-map"
    family: ClassVar[str] = "control"
    first_guess: ClassVar[float] = 10.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HeadMapStep(Step):
    """The heads of one layer. None where both prompts have one answer."""

    layer: int  # counted from 0
    differences: np.ndarray  # (heads,) float32, nats, as in PairStep: with this one head off


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadTest(Request):
    """One head and two others, drawn with the seed, switched off in turn on sentences about who gets something.

    Source of the task (indirect object identification): Wang et al., arXiv:2211.00593.
    """

    kind: ClassVar[str] = "head-test"
    family: ClassVar[str] = "control"
    first_guess: ClassVar[float] = 4.0
    layer: Annotated[int, UpTo(last_layer)] = TESTED[0]
    head: Annotated[int, UpTo(last_head)] = TESTED[1]
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HeadTestStep(Step):
    """All sentences with one head off; first with none."""

    layer: int  # of the head that is off; −1: none
    head: int
    differences: np.ndarray  # (sentences,) float32, nats: logit of the right name above that of the giver


@dataclass(frozen=True, kw_only=True, slots=True)
class Hide(Request):
    """Each word hidden in turn: from every later token, in every layer and head, so that no later token attends to it.

    Source: attention knock-out, Geva et al., arXiv:2304.14767.
    """

    kind: ClassVar[str] = "hide"
    family: ClassVar[str] = "control"
    first_guess: ClassVar[float] = 1.0
    prompt: Annotated[str, Prompt(48)] = CLEAN

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        enough(self.prompt)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SeenStep(Step):
    """The prompt with every word in sight."""

    input_ids: np.ndarray  # (n,) int64
    answer: int  # the likeliest next token
    logprob: float  # its natural log-probability
    attention: np.ndarray  # (layers, n) float32: what the last token attends to, mean of the layer's heads


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HideStep(Step):
    """One token hidden from all later ones."""

    position: int  # its position; the last first
    logprob: float  # of the same answer, natural log
    top: int  # the likeliest next token now


PIRATE = """\
Arr, matey, hoist the sails!
The pirate captain buried his treasure on the island.
Ahoy, ye scurvy dogs, walk the plank!
The crew drank rum and sang on the ship's deck.
Shiver me timbers, the black flag flies!
Raise the anchor and sail the seven seas!"""
OFFICE = """\
Dear Sir or Madam, please find the report attached.
The committee approved the annual budget yesterday.
We kindly ask you to complete the form.
The meeting will take place in the main office.
The manager reviewed the quarterly results.
Please contact our department for further information."""
WORDS, OTHER_WORDS = "boat ocean gold sailor harbor", "project company letter email boss"  # none of the sentences' own


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sides(Request):
    """What is steered towards and away from, and the words that this is measured by."""

    towards: Annotated[str, Prompt(160, host_limited=False)] = PIRATE
    """Sentences, one a line; each is read alone, so that the host's limit of a prompt does not hold for all of them."""
    away: Annotated[str, Prompt(160, host_limited=False)] = OFFICE
    words: Annotated[str, Prompt(32)] = WORDS
    """Whose odds are to rise, separated by spaces. The first token of each counts."""
    other_words: Annotated[str, Prompt(32)] = OTHER_WORDS

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        for text in (self.towards, self.away):
            n = len(lines(text))
            if not 1 <= n <= SENTENCES:
                raise InvalidRequest(
                    N_("{n} sentences were given; it takes 1 to {limit}, one a line."), n=n, limit=SENTENCES
                )
            short = next((line for line in lines(text) if tokenizer.count(line) < 2), None)
            if short is not None:
                raise InvalidRequest(N_("“{line}” has a single token; a sentence needs at least two."), line=short)
        shared = set(first_tokens(self.words)) & set(first_tokens(self.other_words))
        if not first_tokens(self.words) or not first_tokens(self.other_words):
            raise InvalidRequest(N_("Write at least one word on each side to measure."))
        if shared:
            word = tokenizer.decode([min(shared)]).strip()
            raise InvalidRequest(N_("“{word}” begins words of both sides; leave it out of one."), word=word)


@dataclass(frozen=True, kw_only=True, slots=True)
class Steer(_Sides):
    """A direction added to the residual stream after one layer, for all tokens but the first: the mean of some
    sentences minus the mean of others (difference of means).

    Measured with none, the direction, its opposite and a random one of equal length: the shift of the words' odds after
    ten prompts, the loss on five neutral sentences, and a text of each. Sources: Turner et al., arXiv:2308.10248;
    Rimsky et al., arXiv:2312.06681.
    """

    kind: ClassVar[str] = "steer"
    family: ClassVar[str] = "control"
    first_guess: ClassVar[float] = 4.0
    layer: Annotated[int, UpTo(last_layer)] = STEERED
    strength: Annotated[float, Range(0.05, 1, 0.05)] = 0.4
    """Length of what is added, as a share of the mean length of the residual stream there."""
    prompt: Annotated[str, Prompt(32)] = "The story begins with a"
    """Each text goes on from it."""
    seed: Seed = 0
    """Of the random direction and of the sampled texts."""


MAP_STRENGTHS = (0.1, 0.2, 0.4, 0.8)
MAP_LAYERS = 8  # about as many, evenly spread


def map_layers() -> tuple[int, ...]:
    """Of the model that runs: from the second layer to the last one."""
    return tuple(sorted({round(1 + (last_layer() - 1) * i / (MAP_LAYERS - 1)) for i in range(MAP_LAYERS)}))


@dataclass(frozen=True, kw_only=True, slots=True)
class SteerMap(_Sides):
    """The same direction at several layers and strengths, beside a random one of equal length: the shift of the words'
    odds and the loss on neutral sentences."""

    kind: ClassVar[str] = "steer-map"
    family: ClassVar[str] = "control"
    first_guess: ClassVar[float] = 25.0
    seed: Seed = 0
    """Of the random direction."""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def first_tokens(words: str) -> list[int]:
    """The first token of each word, as it stands after a space; each once."""
    return sorted({tokenizer.encode_within(f" {word}")[0] for word in words.split()})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DirectionStep(Step):
    """The direction, and how long vectors are there."""

    direction: np.ndarray  # (width,) float32: mean of the one minus mean of the other sentences
    usual: float  # mean length of the residual stream after the layer, over all tokens of all sentences but the first


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class EffectStep(Step):
    """One prompt, with each of DIRECTIONS."""

    odds: np.ndarray  # (4,) float32, nats: log of P(words) / P(other words)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HarmStep(Step):
    """One neutral sentence, with each of DIRECTIONS."""

    losses: np.ndarray  # (4,) float32, nats per token


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SteeredStep(Step):
    """The next token of each of the four texts."""

    written_tokens: ClassVar[int] = 4
    token_ids: np.ndarray  # (4,) int64


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class UnsteeredStep(Step):
    """Each prompt and each neutral sentence with nothing added."""

    odds: np.ndarray  # (10,) float32, nats: log of P(words) / P(other words)
    losses: np.ndarray  # (5,) float32, nats per token


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SteerMapStep(Step):
    """One layer and strength: the direction, and a random one of equal length."""

    layer: int
    strength: float  # one of MAP_STRENGTHS
    odds: np.ndarray  # (10, 2) float32, nats
    losses: np.ndarray  # (5, 2) float32, nats per token


SUN = "The sun rises in the east and sets in the"
LION = "The lion is the king of the jungle and the whale is the king of the"


def prepared() -> tuple[Request, ...]:
    """The runs that are shipped: see models/prepared.py."""
    return Patch(), HeadMap(), HeadTest(), Hide(), Hide(prompt=SUN), Hide(prompt=LION), Steer(), SteerMap()
