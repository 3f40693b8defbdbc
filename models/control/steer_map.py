"""Where to steer and how strongly: effect and harm of a direction at several layers and strengths, beside a random one
of equal length."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.control.kinds import MAP_STRENGTHS, SteerMap, SteerMapStep, UnsteeredStep, first_tokens, lines, map_layers
from models.control.measures import NEUTRAL, PROMPTS
from models.control.steer import odds_of
from models.text import sampling, tokenizer
from models.text.net import AnyNet, Edit, Pass, new_cache
from models.text.together import Asking, Logits


def steer_map(net: AnyNet, request: SteerMap) -> Asking:
    sides = [first_tokens(request.words), first_tokens(request.other_words)]
    odds, losses = yield from _measured(net, None, 1, sides)
    yield UnsteeredStep(passes=len(PROMPTS) + len(NEUTRAL), odds=odds[:, 0], losses=losses[:, 0])
    towards, longs = yield from means(net, request.towards)
    away, more = yield from means(net, request.away)
    read = len(lines(request.towards)) + len(lines(request.away))
    for i, layer in enumerate(map_layers()):
        units = _both(towards[i] - away[i], request.seed)
        usual = float(np.concatenate([longs[i], more[i]]).mean())
        for strength in MAP_STRENGTHS:
            vectors = (strength * usual * units).astype(np.float32)
            odds, losses = yield from _measured(net, _add(layer + 1, vectors), len(vectors), sides)
            passes, read = len(PROMPTS) + len(NEUTRAL) + read, 0
            yield SteerMapStep(passes=passes, layer=layer, strength=strength, odds=odds, losses=losses)


def _both(direction: np.ndarray, seed: int) -> np.ndarray:
    """(2, width): the direction and a random one, each of length 1."""
    drawn = np.random.default_rng(seed).standard_normal(len(direction))
    return np.stack([one / np.linalg.norm(one) for one in (direction, drawn)])


def means(net: AnyNet, text: str) -> Asking:
    """Returns for each layer of the map the mean of the sentences' mean states after it, (layers, width), and the
    lengths of all tokens' states, (layers, tokens); each sentence without its first token."""
    depths = [layer + 1 for layer in map_layers()]
    each, longs = [], []
    for sentence in lines(text):
        ids = np.array([tokenizer.encode(sentence)])
        states: dict[int, np.ndarray] = {}

        def keep(depth: int, x: np.ndarray, states: dict[int, np.ndarray] = states) -> None:
            if depth in depths:
                states[depth] = x[1:].astype(np.float64)

        yield Pass(ids, new_cache(net, *ids.shape), edit=keep)
        ordered = np.stack([states[depth] for depth in depths])
        each.append(ordered.mean(1))
        longs.append(np.linalg.norm(ordered, axis=2))
    return np.mean(each, 0), np.concatenate(longs, 1)


def _add(at: int, vectors: np.ndarray) -> Edit:
    """Adds a vector of its own to each text's tokens, but for the first one of each."""

    def edit(depth: int, x: np.ndarray) -> None:
        if depth == at:
            x.reshape(len(vectors), -1, x.shape[1])[:, 1:] += vectors[:, None]

    return edit


def _measured(net: AnyNet, edit: Edit | None, rows: int, sides: Sequence[list[int]]) -> Asking:
    """Returns (prompts, rows) log odds and (sentences, rows) losses in nats per token."""
    odds, losses = [], []
    for prompt in PROMPTS:
        states = yield from _states(net, tokenizer.encode(prompt), edit, rows)
        logits = yield Logits(states[:, -1])
        odds.append([odds_of(row, sides) for row in logits])
    for sentence in NEUTRAL:
        ids = tokenizer.encode(sentence)
        states = yield from _states(net, ids, edit, rows)
        of_sentence = []
        for one in states:
            logits = yield Logits(one[:-1])
            of_sentence.append(-sampling.log_softmax(logits)[np.arange(len(ids) - 1), ids[1:]].mean())
        losses.append(of_sentence)
    return np.array(odds, np.float32), np.array(losses, np.float32)


def _states(net: AnyNet, ids: list[int], edit: Edit | None, rows: int) -> Asking:
    texts = np.tile(ids, (rows, 1))
    cache = new_cache(net, *texts.shape)
    return (yield Pass(texts, cache) if edit is None else Pass(texts, cache, edit=edit))
