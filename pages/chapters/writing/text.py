"""A written text in numbers: log-probabilities, repetition, diversity, speed. Pure: steps in, numbers out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.engine import Trace
from models.engine.steps import Step
from models.text import tokenizer
from models.text.kinds import Write, WriteStep
from pages.basics.words import show

Floats = NDArray[np.floating]
Ids = NDArray[np.int64]
NGRAM = 3  # repetition counts runs of this many tokens (seq-rep-n, Welleck et al., arXiv:1908.04319)


@dataclass(frozen=True, eq=False)
class Written:
    """The n new tokens of a text, one by one. Probabilities are the model's own, before temperature and filters."""

    ids: Ids  # (n,)
    logprobs: Floats  # (n,) natural log
    filtered: Floats  # (n,) the probability with which the method chose the token
    entropies: Floats  # (n,) bits
    top_ids: Ids  # (n, 20) the likeliest tokens at each position
    top_probs: Floats  # (n, 20)

    @property
    def bits(self) -> Floats:
        """Surprise: −log₂ of each token's probability."""
        surprise: Floats = -self.logprobs / math.log(2)
        return surprise

    @property
    def total(self) -> float:
        """Log-probability of the whole text: the sum over its tokens."""
        return float(self.logprobs.sum())

    @property
    def mean(self) -> float:
        return float(self.logprobs.mean())


def written(steps: Sequence[Step]) -> Written:
    """What greedy search or sampling wrote. Beams have no single text while they run: see `scoring_request`."""
    tokens = [step for step in steps if isinstance(step, WriteStep)]
    return Written(
        np.array([s.token_id for s in tokens], np.int64),
        np.array([s.logprob for s in tokens], np.float64),
        np.array([s.filtered_prob for s in tokens], np.float64),
        np.array([s.entropy_bits for s in tokens], np.float64),
        np.array([s.top_ids for s in tokens], np.int64),
        np.array([s.top_probs for s in tokens], np.float64),
    )


def scoring_request(trace: Trace) -> Write:
    """A request that goes through a finished text token by token, for the probabilities at each position."""
    request = trace.request
    assert isinstance(request, Write)
    ids = new_ids(trace.steps)
    given = tuple(int(i) for i in ids)
    return Write(prompt=request.prompt, chat=request.chat, method="greedy", max_new_tokens=len(given), forced_ids=given)


def new_ids(steps: Sequence[Step]) -> Ids:
    """The tokens so far; of beams that are still running, those of the best one."""
    last = steps[-1]
    assert isinstance(last, WriteStep)
    if last.output_ids is not None:
        return np.asarray(last.output_ids, np.int64)
    if last.beam_ids is not None:
        return np.asarray(last.beam_ids[0], np.int64)
    return np.array([s.token_id for s in steps if isinstance(s, WriteStep)], np.int64)


def beam_logprobs(steps: Sequence[WriteStep]) -> Floats:
    """Log-probability of each token of the returned beam, from the scores of its beginnings in every step."""
    ids = new_ids(steps)
    sums = [0.0]
    for n, step in enumerate(steps[: len(ids)], start=1):
        assert step.beam_ids is not None and step.beam_scores is not None
        rows = np.flatnonzero((step.beam_ids[:, :n] == ids[:n]).all(axis=1))
        sums.append(float(step.beam_scores[rows[0]]) if len(rows) else math.nan)
    gains: Floats = np.diff(np.array(sums))
    return gains


def logprobs(trace: Trace) -> Floats:
    """(n,) natural log-probability of each token of the text, whatever the method."""
    steps = [s for s in trace.steps if isinstance(s, WriteStep)]
    beams = steps[-1].beam_ids is not None
    return beam_logprobs(steps) if beams else np.array([s.logprob for s in steps], np.float64)


def text(ids: Sequence[int] | Ids) -> str:
    """The text of ids without the tokens that mark its end. Bytes that make no character are named, as ⟨E2 98⟩."""
    data = b"".join(tokenizer.piece_bytes(int(i)) for i in ids if int(i) not in tokenizer.end_ids)
    return re.sub("[\udc80-\udcff]+", _named, data.decode(errors="surrogateescape"))


def _named(lone: re.Match[str]) -> str:
    return tokenizer.visible_bytes(lone[0].encode(errors="surrogateescape"))


def ngrams(ids: Sequence[int] | Ids, n: int) -> list[tuple[int, ...]]:
    plain = [int(i) for i in ids]
    return [tuple(plain[i : i + n]) for i in range(len(plain) - n + 1)]


def repetition(ids: Sequence[int] | Ids, n: int = NGRAM) -> float:
    """The share of n-grams that occurred earlier in the text; 0 if the text is too short to have two."""
    grams = ngrams(ids, n)
    return 1 - len(set(grams)) / len(grams) if grams else 0.0


def distinct(ids: Sequence[int] | Ids, n: int = 2) -> float:
    """Different n-grams among all n-grams (distinct-n, Li et al., arXiv:1510.03055); 1 for fewer than n tokens."""
    grams = ngrams(ids, n)
    return len(set(grams)) / len(grams) if grams else 1.0


def first_repeat(ids: Sequence[int] | Ids, n: int = NGRAM) -> int | None:
    """After how many tokens an n-gram first occurs a second time; None if none does."""
    seen: set[tuple[int, ...]] = set()
    for i, gram in enumerate(ngrams(ids, n)):
        if gram in seen:
            return i + n
        seen.add(gram)
    return None


def tokens_per_second(trace: Trace) -> float:
    return 1000 * len(new_ids(trace.steps)) / trace.milliseconds if trace.milliseconds else math.nan


def power_of_ten(logprob: float) -> str:
    """A probability too small for percent: "3.2 · 10⁻²⁷". logprob: natural logarithm."""
    if not math.isfinite(logprob):
        return "0" if logprob < 0 else "–"
    exponent = math.floor(logprob / math.log(10))
    digits = round(10 ** (logprob / math.log(10) - exponent), 1)
    if digits >= 10:  # 9.96 rounds to 10.0
        digits, exponent = digits / 10, exponent + 1
    if exponent >= -2:
        return show(math.exp(logprob), ".1%")
    return f"{show(digits, '.1f')} · 10{str(exponent).translate(_RAISED)}"


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def shortened(trace: Trace, n: int) -> Trace:
    """The first n tokens, as if n had been asked for. Not for beams, which choose at the end."""
    steps = [s for s in trace.steps[:n] if isinstance(s, WriteStep)]
    if steps[-1].finish is None:
        ids = np.array([s.token_id for s in steps], np.int64)
        steps[-1] = replace(steps[-1], finish="length", output_ids=ids)
    assert isinstance(trace.request, Write)
    spent = sum(step.milliseconds for step in steps)
    return Trace(replace(trace.request, max_new_tokens=n), tuple(steps), spent, trace.model, "cached")
