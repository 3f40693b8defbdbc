"""Write code: the prompt is read once; then the greedy try and all drawn ones are written side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from models.code import grammar, source
from models.code.kinds import NEW_TOKENS, TryStep, WriteCode
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Pass, new_cache
from models.text.together import Asking, Logits


@dataclass
class Try:
    """One text on its way. `rng`: None for the greedy one."""

    number: int
    rng: np.random.Generator | None
    ids: list[int] = field(default_factory=list)
    logprob: float = 0.0
    passed_over: int = 0

    def ended(self, request: WriteCode) -> bool:
        last = self.ids[-1]
        return len(self.ids) == NEW_TOKENS or last in tokenizer.end_ids or source.ended(request, self.text)

    @property
    def text(self) -> str:
        return tokenizer.decode([i for i in self.ids if i not in tokenizer.end_ids])


def write(net: AnyNet, request: WriteCode) -> Asking:
    input_ids = np.array(tokenizer.encode(request.prompt), np.int64)
    cache = new_cache(net, 1, len(input_ids) + NEW_TOKENS)
    hidden_states = yield Pass(input_ids[None], cache)
    [first] = yield Logits(hidden_states[0, -1:])

    tries = [Try(0, None)]
    tries += [Try(i + 1, np.random.default_rng(request.samples * request.seed + i)) for i in range(request.samples)]
    logits, passes = np.broadcast_to(first, (len(tries), first.size)), 1
    cache.pick(np.zeros(len(tries), np.int64))
    while True:
        for one, row in zip(tries, logits, strict=True):
            add_token(request, one, row)
        ended = np.array([one.ended(request) for one in tries])
        for place in np.flatnonzero(ended):
            yield step(input_ids, tries[place], passes)
            passes = 0
        tries = [one for one, over in zip(tries, ended, strict=True) if not over]
        if not tries:
            return
        if ended.any():
            cache.pick(np.flatnonzero(~ended))
        hidden_states = yield Pass(np.array([one.ids[-1:] for one in tries]), cache)
        logits = yield Logits(hidden_states[:, -1])
        passes += 1


def step(input_ids: np.ndarray, one: Try, passes: int) -> TryStep:
    """`passes`: since the step before."""
    return TryStep(
        passes=passes,
        number=one.number,
        input_ids=input_ids,
        output_ids=np.array(one.ids, np.int64),
        logprob=one.logprob,
        passed_over=one.passed_over,
    )


def add_token(request: WriteCode, one: Try, logits: np.ndarray) -> None:
    before = len(one.ids)
    for token_id in candidates(logits, request.temperature, one.rng):
        one.ids[before:] = [token_id]
        if not request.grammar or allowed(request, one):
            break
        one.passed_over += 1
    one.logprob += float(sampling.log_softmax(logits)[one.ids[-1]])


def candidates(logits: np.ndarray, temperature: float, rng: np.random.Generator | None) -> Iterator[int]:
    """Tokens to try, one after the other: the likeliest first, or drawn, each with one random number, from those that
    are left. The first that is let through is then distributed as if the others had probability 0."""
    left = logits.astype(np.float64)
    while np.isfinite(left).any():
        probs = sampling.probs(left, 0 if rng is None else temperature)
        token_id = int(probs.argmax() if rng is None else sampling.draw(probs, 1, rng)[0])
        yield token_id
        left[token_id] = -np.inf


def allowed(request: WriteCode, one: Try) -> bool:
    """Whether the text can still become Python; a function that ends has to be Python."""
    text = source.function(request, one.text)
    over = one.ids[-1] in tokenizer.end_ids or source.ended(request, one.text)
    return grammar.possible(text + "\n" if over else text)
