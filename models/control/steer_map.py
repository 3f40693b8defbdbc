"""Where to steer and how strongly: effect and harm of a direction at several layers and strengths, beside a random one
of equal length."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.control import trunk
from models.control.kinds import MAP_STRENGTHS, SteerMap, SteerMapStep, UnsteeredStep, first_tokens, lines, map_layers
from models.control.measures import NEUTRAL, PROMPTS
from models.control.steer import add, odds_of
from models.text import sampling, tokenizer
from models.text.net import AnyNet
from models.text.together import Asking, Logits


def steer_map(net: AnyNet, request: SteerMap) -> Asking:
    sides = [first_tokens(request.words), first_tokens(request.other_words)]
    texts = [np.array([tokenizer.encode(text)]) for text in (*PROMPTS, *NEUTRAL)]
    below: list[trunk.States] = []
    hidden_states = []
    for ids in texts:
        one, states = yield from trunk.read(net, ids, _depths())
        hidden_states.append(one)
        below.append(states)
    odds, losses = yield from _measured(texts, hidden_states, sides)
    yield UnsteeredStep(passes=len(texts), odds=odds[:, 0], losses=losses[:, 0])
    towards, longs = yield from means(net, request.towards)
    away, more = yield from means(net, request.away)
    read = len(lines(request.towards)) + len(lines(request.away))
    for i, layer in enumerate(map_layers()):
        units = _both(towards[i] - away[i], request.seed)
        usual = float(np.concatenate([longs[i], more[i]]).mean())
        for strength in MAP_STRENGTHS:
            edit = add(layer + 1, (strength * usual * units).astype(np.float32))
            hidden_states = []
            for ids, states in zip(texts, below, strict=True):
                hidden_states.append((yield from trunk.go_on(net, ids, states, layer + 1, len(units), edit=edit)))
            odds, losses = yield from _measured(texts, hidden_states, sides)
            passes, read = len(texts) + read, 0
            yield SteerMapStep(passes=passes, layer=layer, strength=strength, odds=odds, losses=losses)


def _depths() -> list[int]:
    return [layer + 1 for layer in map_layers()]


def _both(direction: np.ndarray, seed: int) -> np.ndarray:
    """(2, width): the direction and a random one, each of length 1."""
    drawn = np.random.default_rng(seed).standard_normal(len(direction))
    return np.stack([one / np.linalg.norm(one) for one in (direction, drawn)])


def means(net: AnyNet, text: str) -> Asking:
    """Returns for each layer of the map the mean of the sentences' mean states after it, (layers, width), and the
    lengths of all tokens' states, (layers, tokens); each sentence without its first token."""
    each, longs = [], []
    for sentence in lines(text):
        _hidden_states, states = yield from trunk.read(net, np.array([tokenizer.encode(sentence)]), _depths())
        ordered = np.stack([states[depth][1:].astype(np.float64) for depth in _depths()])
        each.append(ordered.mean(1))
        longs.append(np.linalg.norm(ordered, axis=2))
    return np.mean(each, 0), np.concatenate(longs, 1)


def _measured(texts: Sequence[np.ndarray], hidden_states: Sequence[np.ndarray], sides: Sequence[list[int]]) -> Asking:
    """Of the prompts and after them the neutral sentences, each (1, n) and, in as many rows as directions, (rows, n,
    width): returns (prompts, rows) log odds and (sentences, rows) losses in nats per token."""
    odds, losses = [], []
    for states in hidden_states[: len(PROMPTS)]:
        logits = yield Logits(states[:, -1])
        odds.append([odds_of(row, sides) for row in logits])
    for [ids], states in zip(texts[len(PROMPTS) :], hidden_states[len(PROMPTS) :], strict=True):
        of_sentence = []
        for one in states:
            logits = yield Logits(one[:-1])
            of_sentence.append(-sampling.log_softmax(logits)[np.arange(len(ids) - 1), ids[1:]].mean())
        losses.append(of_sentence)
    return np.array(odds, np.float32), np.array(losses, np.float32)
