"""Steer: a direction from sentences, and what it does, beside its opposite, a random one and none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.control import trunk
from models.control.kinds import (
    DIRECTIONS,
    WRITTEN,
    DirectionStep,
    EffectStep,
    HarmStep,
    Steer,
    SteeredStep,
    first_tokens,
    lines,
)
from models.control.measures import NEUTRAL, PROMPTS, TEMPERATURE, TOP_P
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Edit, Pass, new_cache
from models.text.together import Asking, Logits


def steer(net: AnyNet, request: Steer) -> Asking:
    towards, longs = yield from _means(net, request.towards, request.layer)
    away, more = yield from _means(net, request.away, request.layer)
    step = DirectionStep(
        passes=len(lines(request.towards)) + len(lines(request.away)),
        direction=(towards - away).astype(np.float32),
        usual=float(np.mean([*longs, *more])),
    )
    yield step
    depth, vectors = request.layer + 1, added(step, request)
    sides = [first_tokens(request.words), first_tokens(request.other_words)]
    for prompt in PROMPTS:
        states = yield from _steered(net, tokenizer.encode(prompt), depth, vectors)
        logits = yield Logits(states[:, -1])
        yield EffectStep(passes=1, odds=np.array([odds_of(row, sides) for row in logits], np.float32))
    for sentence in NEUTRAL:
        ids = tokenizer.encode(sentence)
        states = yield from _steered(net, ids, depth, vectors)
        losses = []
        for one in states:
            logits = yield Logits(one[:-1])
            losses.append(-sampling.log_softmax(logits)[np.arange(len(ids) - 1), ids[1:]].mean())
        yield HarmStep(passes=1, losses=np.array(losses, np.float32))
    yield from _texts(net, request, add(depth, vectors))


def added(step: DirectionStep, request: Steer) -> np.ndarray:
    """What is added for each of DIRECTIONS, (4, width) float32: all but none equally long."""
    unit = step.direction / np.linalg.norm(step.direction)
    drawn = np.random.default_rng(request.seed).standard_normal(len(unit))
    each = np.stack([0 * unit, unit, -unit, drawn / np.linalg.norm(drawn)])
    vectors: np.ndarray = (request.strength * step.usual * each).astype(np.float32)
    return vectors


def _means(net: AnyNet, text: str, layer: int) -> Asking:
    """Returns the mean of the sentences' mean states after the layer, (width,), and the length of each token's state;
    each sentence without its first token, whose state is many times longer than any other."""
    means, longs = [], []
    for sentence in lines(text):
        _hidden_states, states = yield from trunk.read(net, np.array([tokenizer.encode(sentence)]), {layer + 1})
        later = states[layer + 1][1:].astype(np.float64)
        means.append(later.mean(0))
        longs += np.linalg.norm(later, axis=1).tolist()
    return np.mean(means, 0), longs


def add(at: int, vectors: np.ndarray) -> Edit:
    """Adds a vector of its own to each text's tokens. The first token of a text, which stands alone in having nothing
    before it, is left as it is: only a pass of several tokens begins with one."""

    def edit(depth: int, x: np.ndarray) -> None:
        if depth == at:
            texts = x.reshape(len(vectors), -1, x.shape[1])  # a view: changed in place
            texts[:, 1 if texts.shape[1] > 1 else 0 :] += vectors[:, None]

    return edit


def _steered(net: AnyNet, ids: list[int], depth: int, vectors: np.ndarray) -> Asking:
    """Returns the states of one text under each direction, (4, n, width). The first, none, is what the others go on
    from."""
    text = np.array([ids])
    none, states = yield from trunk.read(net, text, {depth})
    others = vectors[1:]
    changed = yield from trunk.go_on(net, text, states, depth, len(others), edit=add(depth, others))
    return np.concatenate([none, changed])


def odds_of(logits: np.ndarray, sides: Sequence[list[int]]) -> float:
    """Nats: log of the probability of the one side's tokens, together, over that of the other's."""
    logprobs = sampling.log_softmax(logits)
    words, others = (np.logaddexp.reduce(logprobs[ids]) for ids in sides)
    return float(words - others)


def _texts(net: AnyNet, request: Steer, edit: Edit) -> Asking:
    """Four texts side by side, each drawn with the same random numbers. None ends before the others: an end token is
    a token like any other."""
    ids = tokenizer.encode(request.prompt)
    unread = np.tile(ids, (len(DIRECTIONS), 1))
    cache = new_cache(net, len(DIRECTIONS), len(ids) + WRITTEN)
    seeds = np.random.default_rng(request.seed).integers(2**31, size=WRITTEN).tolist()
    for seed in seeds:
        states = yield Pass(unread, cache, edit=edit)
        logits = yield Logits(states[:, -1])
        probs = (sampling.probs(row, TEMPERATURE, top_p=TOP_P) for row in logits)
        token_ids = np.array([int(sampling.draw(p, 1, seed)[0]) for p in probs])
        yield SteeredStep(passes=1, token_ids=token_ids)
        unread = token_ids[:, None]
