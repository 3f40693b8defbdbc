"""What the text model can be asked for, and what its runs yield."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from models.engine.content_filter import refuse_filtered_words
from models.engine.errors import InvalidRequest
from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.text import famous, tokenizer
from models.text.architecture import architecture
from models.text.prompt import Prompt

ANSWER_TOKENS = 8  # of an answer in a Benchmark, at most


@dataclass(frozen=True, kw_only=True, slots=True)
class NextToken(Request):
    """The logits of every token of the vocabulary after a prompt: one forward pass."""

    kind: ClassVar[str] = "next-token"
    family: ClassVar[str] = "text"
    brief: ClassVar[bool] = True
    prompt: Annotated[str, Prompt(256)] = "The cat sat on the"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class NextTokenStep(Step):
    input_ids: np.ndarray  # (n,) int64, the prompt
    logits: np.ndarray  # (vocab_size,) float32, for the position after the last token


@dataclass(frozen=True, kw_only=True, slots=True)
class Write(Request):
    """A text token by token. Filters apply in the order temperature, top-k, top-p, min-p, as in transformers.

    Sources: top-k, Fan et al., arXiv:1805.04833; top-p, Holtzman et al., arXiv:1904.09751; min-p, Nguyen et al.,
    arXiv:2407.01082; repetition penalty, Keskar et al., arXiv:1909.05858.
    """

    kind: ClassVar[str] = "write"
    family: ClassVar[str] = "text"
    prompt: Annotated[str, Prompt(256)] = "The cat sat on the"
    chat: bool = False
    """Wrap the prompt in the model's chat template, as one message of a user."""
    method: Literal["greedy", "beam", "sample"] = "sample"
    max_new_tokens: Annotated[int, Range(1, 128)] = 40
    temperature: Annotated[float, Range(0, 5, 0.05)] = 1.0
    """No unit. 0 is the limit: always the likeliest token."""
    top_k: Annotated[int, Range(0, 1000)] = 0
    """Keep the k likeliest tokens; 0 keeps all."""
    top_p: Annotated[float, Range(0, 1, 0.01)] = 1.0
    """Keep the likeliest tokens until their probabilities reach this sum; 1 keeps all."""
    min_p: Annotated[float, Range(0, 1, 0.01)] = 0.0
    """Keep tokens with at least this share of the likeliest token's probability; 0 keeps all."""
    repetition_penalty: Annotated[float, Range(1, 2, 0.05)] = 1.0
    """Divides positive and multiplies negative logits of tokens already there; 1 changes nothing."""
    num_beams: Annotated[int, Range(2, 8)] = 4
    seed: Seed = 0
    stop: Annotated[str, Prompt(16, empty=True)] = ""
    """Writing ends where this text appears; empty: only the end token or the length ends it."""
    forced_ids: tuple[int, ...] = ()
    """The first new tokens, taken as given; each is scored like the others, and writing goes on after them."""

    @property
    def seats(self) -> int:
        return self.num_beams if self.method == "beam" else 1

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if self.chat:
            tokenizer.chat_text(self.prompt)  # not every model has a template
        object.__setattr__(self, "forced_ids", tuple(int(i) for i in self.forced_ids))
        outside = [i for i in self.forced_ids if not 0 <= i < tokenizer.vocab_size]
        if outside:
            raise InvalidRequest(
                N_("There is no token {id}; ids go from 0 to {last}."), id=outside[0], last=tokenizer.vocab_size - 1
            )
        if len(self.forced_ids) > self.max_new_tokens:
            raise InvalidRequest(
                N_("{n} tokens are given, but only {limit} are to be written. Write more tokens, or give fewer."),
                n=len(self.forced_ids),
                limit=self.max_new_tokens,
            )
        refuse_filtered_words(tokenizer.decode(list(self.forced_ids)))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class WriteStep(Step):
    """One written token (greedy, sample), or one step of all beams (beam)."""

    written_tokens: ClassVar[int] = 1

    token_id: int
    """The chosen token; for beams the last token of the best beam so far."""
    logprob: float  # natural log of the token's probability in the model's own distribution, before any filter
    filtered_prob: float  # its probability after temperature and filters, in [0, 1]; 1.0 for greedy
    top_ids: np.ndarray  # (20,) int64, the model's likeliest tokens here, likeliest first
    top_probs: np.ndarray  # (20,) float32, their probabilities in the model's own distribution
    entropy_bits: float  # of the model's own distribution
    milliseconds: float  # wall time of this step
    beam_ids: np.ndarray | None = None  # (num_beams, new_tokens) int64, best first; None unless beam
    beam_scores: np.ndarray | None = None  # (num_beams,) float32, sum of log-probabilities over the new tokens
    finish: str | None = None  # "end token" | "length" | "stop text" on the last step, else None
    output_ids: np.ndarray | None = (
        None  # (m,) int64 on the last step: the whole new text (for beams the returned beam)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Attend(Request):
    """Attention of every layer and head, and the logit lens, of one forward pass; with heads switched off if asked.

    Sources: Vaswani et al., arXiv:1706.03762; logit lens, nostalgebraist 2020; ablation, Michel et al.,
    arXiv:1905.10650.
    """

    kind: ClassVar[str] = "attend"
    family: ClassVar[str] = "text"
    brief: ClassVar[bool] = True
    prompt: Annotated[str, Prompt(256)] = "The cat sat on the"
    ablated_heads: tuple[tuple[int, int], ...] = ()
    """(layer, head) pairs, each counted from 0, whose output is set to zero before the output projection."""

    @property
    def seats(self) -> int:
        return 2  # all attentions of the longest prompt are 35 MB

    def __post_init__(self) -> None:
        heads = tuple(sorted({(int(layer), int(head)) for layer, head in self.ablated_heads}))
        model = architecture()
        for layer, head in heads:
            if not (0 <= layer < model.layers and 0 <= head < model.heads):
                raise InvalidRequest(
                    N_(
                        "There is no head {head} in layer {layer}; layers go from 0 to {layers}, "
                        "heads from 0 to {heads}."
                    ),
                    layer=layer,
                    head=head,
                    layers=model.layers - 1,
                    heads=model.heads - 1,
                )
        object.__setattr__(self, "ablated_heads", heads)
        Request.__post_init__(self)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AttendStep(Step):
    input_ids: np.ndarray  # (n,) int64
    attentions: np.ndarray  # (layers, heads, n, n) float16: layer, head, query, key; each row sums to 1
    logits: np.ndarray  # (vocab_size,) float32, for the position after the last token, with the ablation if any
    lens_ids: np.ndarray  # (1 + layers, 10) int64: likeliest next tokens read off after the embedding and each layer
    lens_probs: np.ndarray  # (1 + layers, 10) float32, their probabilities
    lens_final_prob: (
        np.ndarray
    )  # (1 + layers,) float32: probability at each depth of the token the last depth puts first


@dataclass(frozen=True, kw_only=True, slots=True)
class Score(Request):
    """How surprised the model is by each token of a text, and its perplexity. Raises InvalidRequest under 2 tokens."""

    kind: ClassVar[str] = "score"
    family: ClassVar[str] = "text"
    brief: ClassVar[bool] = True
    text: Annotated[str, Prompt(256)] = "The cat sat on the mat."

    def __post_init__(self) -> None:
        Request.__post_init__(self)
        if tokenizer.count(self.text) < 2:
            raise InvalidRequest(N_("Perplexity needs at least two tokens: each is rated by what comes before it."))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ScoreStep(Step):
    unmeasured: ClassVar[frozenset[str]] = frozenset({"logprobs"})

    input_ids: np.ndarray  # (n,) int64
    logprobs: np.ndarray  # (n,) float32, natural log; the first is NaN: nothing comes before it
    ranks: np.ndarray  # (n,) int64, 1 = the model's favourite; the first is 0: not rated
    top_ids: np.ndarray  # (n, 5) int64: the model's favourites at that position; the first row is meaningless
    top_probs: np.ndarray  # (n, 5) float32
    perplexity: float  # exp of the mean negative log-probability; no unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Benchmark(Request):
    """A small test with exact answers, drawn anew from the seed: the model goes on after each question, greedily, and
    the first number or name it writes counts."""

    kind: ClassVar[str] = "benchmark"
    family: ClassVar[str] = "text"
    first_guess: ClassVar[float] = 6.0
    task: Literal["addition", "capitals"] = "addition"
    digits: Annotated[int, Range(1, 4)] = 1
    """Of both numbers that are added; capitals have none."""
    count: Annotated[int, Range(5, 50, 5)] = 20
    """Questions. There are 21 countries: no more are asked."""
    seed: Seed = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class AnswerStep(Step):
    """The answer to one question."""

    number: int  # of the question, from 1 on
    output_ids: np.ndarray  # (up to ANSWER_TOKENS,) int64, what the model wrote


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareCache(Request):
    """Writes the same tokens twice, with and without a key-value cache, and times each token (greedy)."""

    kind: ClassVar[str] = "compare-cache"
    family: ClassVar[str] = "text"
    prompt: Annotated[str, Prompt(128)] = "The cat sat on the"
    max_new_tokens: Annotated[int, Range(2, 32)] = 16


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CompareCacheStep(Step):
    token_id: int
    cached_milliseconds: float
    uncached_milliseconds: float


def story() -> Write:
    """A text that reads well, for who sees a model write for the first time."""
    return Write(prompt="Once upon a time", temperature=0.7, top_p=0.8, seed=1)


SENTENCE = "The ferry to the island leaves at noon, unless the wind is too strong."
REPEATS = 8  # so often it is scored in a row


def repeated(text: str, times: int) -> str:
    """The text so many times, with a space between."""
    return " ".join([text] * times)


TESTS = (Benchmark(), Benchmark(digits=2), Benchmark(task="capitals"))
"""Small tests side by side."""


def prepared() -> tuple[Request, ...]:
    """The runs that are shipped: see models/prepared.py."""
    race = (Write(method="beam"), Write(top_k=40), Write(top_p=0.9), Write(min_p=0.1))
    judged = (Score(), Score(text="The mat sat on the cat."))
    return (
        NextToken(),
        Write(),
        story(),
        Write(method="greedy"),
        *race,
        Attend(),
        *judged,
        *TESTS,
        Score(text=SENTENCE),
        Score(text=repeated(SENTENCE, REPEATS)),
        CompareCache(max_new_tokens=32),
        *(Score(text=text) for pair in (*famous.TEXTS.values(), famous.PI) for text in (pair.famous, pair.fresh)),
    )
