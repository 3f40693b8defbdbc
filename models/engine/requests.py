"""What may be asked of the models: frozen, hashable requests that carry their own limits.

A request holds only what its model needs. What can be computed from the model's answer (temperature and the filters of
Next token, the step shown) is not in it, so moving such a slider finds the same request, and its trace, again.
Equal experiments are equal keys: floats are rounded, NaN is refused.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin, get_type_hints

from models.engine import content_filter
from models.engine.ops.settings import CAPS, SETTINGS
from models.text import tokenizer

FLOAT_DIGITS = 6  # 0.1 + 0.2 and 0.3 are one experiment


def N_(text: str) -> str:
    """Marks a text for translation; it is translated when drawn, in the language of the visitor who reads it."""
    return text


class InvalidRequest(ValueError):
    """A request outside its limits. `template` and `values` make the sentence; the page translates and fills it."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_invalid, (self.template, self.values)


def _rebuild_invalid(template: str, values: dict[str, Any]) -> InvalidRequest:
    return InvalidRequest(template, **values)


@dataclass(frozen=True)
class Range:
    """Inclusive limits of a number. `step` is what a slider moves by; other values between are as good."""

    low: float
    high: float
    step: float | None = None


@dataclass(frozen=True)
class Prompt:
    """Limits of a text in tokens of SmolLM2's tokenizer. `empty` says whether "" is allowed."""

    max_tokens: int
    empty: bool = False

    def check(self, text: str) -> None:
        if not text and not self.empty:
            raise InvalidRequest(
                N_("The prompt is empty. Type at least one character; the model continues from there.")
            )
        lone = next((place for place, c in enumerate(text) if 0xD800 <= ord(c) <= 0xDFFF), None)
        if lone is not None:
            raise InvalidRequest(
                N_(
                    "Character {place} of the text is half a character (a lone surrogate). Delete it and type it again."
                ),
                place=lone + 1,
            )
        n = tokenizer.count(text)
        if n == 0 and not self.empty:
            raise InvalidRequest(
                N_(
                    "This text has no token: SmolLM2's vocabulary leaves out a few control characters. "
                    "Type something else."
                )
            )
        if n > self.max_tokens:
            raise InvalidRequest(
                N_("The text has {n} tokens; at most {limit} fit here. Shorten it by {over}."),
                n=n,
                limit=self.max_tokens,
                over=n - self.max_tokens,
            )


Seed = Annotated[int, Range(0, 2**31 - 1)]


@dataclass(frozen=True)
class Choices:
    """The allowed words of a field."""

    options: tuple[str, ...]


@cache
def limits(request: type[Request]) -> dict[str, Any]:
    """Field name → its Range, Prompt or Choices, for the fields that have one. Widgets take their limits from here."""
    found: dict[str, Any] = {}
    for name, hint in get_type_hints(request, include_extras=True).items():
        if get_origin(hint) is Annotated:
            found[name] = _capped(request, name, get_args(hint)[1])
        elif get_origin(hint) is Literal:
            found[name] = Choices(get_args(hint))
    return found


def _capped(request: type[Request], name: str, limit: Any) -> Any:
    """The limit, or the host's where that is lower."""
    if isinstance(limit, Range) and name in CAPS:
        return dataclasses.replace(limit, high=min(limit.high, CAPS[name]))
    # What only a figure needs has no family; no model sees it.
    if isinstance(limit, Prompt) and getattr(request, "family", "page") != "page":
        return dataclasses.replace(limit, max_tokens=min(limit.max_tokens, SETTINGS.max_prompt_tokens))
    return limit


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """The base of all requests: rounds its floats and checks its limits. Raises InvalidRequest."""

    kind: ClassVar[str]
    family: ClassVar[str]  # whose worker process runs it; "page" needs no torch and runs where it is asked
    brief: ClassVar[bool] = False  # a few short steps: it does not wait for long runs, but has seats of its own

    @property
    def seats(self) -> int:
        """How many of the worker's seats it takes, by the memory it needs there."""
        return 1

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, float):
                value = round(value, FLOAT_DIGITS) + 0.0  # + 0.0 makes −0.0 the key 0.0
                object.__setattr__(self, field.name, value)
            # mypy takes the __hash__ of the instances for the one of the class.
            _check(field.name, value, limits(type(self)).get(field.name))  # type: ignore[arg-type]


def _check(name: str, value: Any, limit: Any) -> None:
    if isinstance(limit, Range):
        # Written so that NaN, for which every comparison is false, fails.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not limit.low <= value <= limit.high:
            raise InvalidRequest(
                N_("{name} is {value}; it goes from {low:g} to {high:g}."),
                name=name,
                value=value,
                low=limit.low,
                high=limit.high,
            )
    elif isinstance(limit, Choices):
        if value not in limit.options:
            raise InvalidRequest(
                N_("{name} is “{value}”; choose one of {options}."),
                name=name,
                value=value,
                options=", ".join(limit.options),
            )
    elif isinstance(limit, Prompt):
        limit.check(value)
        _check_words(value)


def _check_words(text: str) -> None:
    word = content_filter.find(text)
    if word is not None:
        raise InvalidRequest(N_("This server does not take the word “{word}”. Leave it out and try again."), word=word)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens(Request):
    """The pieces, ids and bytes of a text (byte-pair encoding, Sennrich et al., arXiv:1508.07909)."""

    kind: ClassVar[str] = "tokens"
    family: ClassVar[str] = "page"
    text: Annotated[str, Prompt(4096, empty=True)] = "The cat unbelievably ate 2026 strawberries 🍓"


# How Lewis Carroll, "Alice's Adventures in Wonderland", 1865, begins.
_ALICE = (
    "Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: "
    "once or twice she had peeped into the book her sister was reading, but it had no pictures or conversations "
    "in it, “and what is the use of a book,” thought Alice “without pictures or conversations?” So she was "
    "considering in her own mind (as well as she could, for the hot day made her feel very sleepy and stupid), "
    "whether the pleasure of making a daisy-chain would be worth the trouble of getting up and picking the "
    "daisies, when suddenly a White Rabbit with pink eyes ran close by her."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainBPE(Request):
    """Byte-pair encoding learned from a text, one merge a step, and what it does to another text.

    Source: Sennrich et al., arXiv:1508.07909. It ends early where no pair of pieces is left that stands twice.
    """

    kind: ClassVar[str] = "train-bpe"
    family: ClassVar[str] = "page"
    text: Annotated[str, Prompt(4096, empty=True)] = _ALICE
    other: Annotated[str, Prompt(4096, empty=True)] = "All human beings are born free and equal in dignity and rights."
    """Cut with the same merges, but not learned from."""
    n_merges: Annotated[int, Range(0, 200)] = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class NextToken(Request):
    """The logits of every token of the vocabulary after a prompt: one forward pass."""

    kind: ClassVar[str] = "next-token"
    family: ClassVar[str] = "text"
    brief: ClassVar[bool] = True
    prompt: Annotated[str, Prompt(256)] = "The cat sat on the"


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
        _check_words(tokenizer.decode(list(self.forced_ids)))


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
        for layer, head in heads:
            if not (0 <= layer < 30 and 0 <= head < 9):
                raise InvalidRequest(
                    N_("There is no head {head} in layer {layer}; layers go from 0 to 29, heads from 0 to 8."),
                    layer=layer,
                    head=head,
                )
        object.__setattr__(self, "ablated_heads", heads)
        Request.__post_init__(self)


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
            raise InvalidRequest(N_("Perplexity needs at least two tokens: each is judged by what stands before it."))


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareCache(Request):
    """Writes the same tokens twice, with and without a key-value cache, and times each token (greedy)."""

    kind: ClassVar[str] = "compare-cache"
    family: ClassVar[str] = "text"
    prompt: Annotated[str, Prompt(128)] = "The cat sat on the"
    max_new_tokens: Annotated[int, Range(2, 32)] = 16
