"""HeadMap: each head switched off in turn. HeadTest: one head and two others, on many sentences."""

from __future__ import annotations

import numpy as np

from models.control import pair, trunk
from models.control.kinds import HeadMap, HeadMapStep, HeadTest, HeadTestStep
from models.control.sentences import OTHERS, sentences
from models.text import tokenizer
from models.text.net import AnyNet, Watch
from models.text.together import Asking, Logits


def head_map(net: AnyNet, request: HeadMap) -> Asking:
    given, clean, _corrupt = yield from pair.read(net, request)
    if given.answers[0] == given.answers[1]:
        return
    ids = given.clean_ids[None]
    for layer in range(net.config.num_hidden_layers):
        last = []
        for head in range(net.config.num_attention_heads):
            off = Watch(frozenset({(layer, head)}))
            last.append((yield from trunk.go_on(net, ids, clean.states, layer, watch=off))[0, -1])
        logits = yield Logits(np.stack(last))
        yield HeadMapStep(passes=len(last), layer=layer, differences=pair.difference(logits, given.answers))


def head_test(net: AnyNet, request: HeadTest) -> Asking:
    chosen = (request.layer, request.head)
    every = [(i, h) for i in range(net.config.num_hidden_layers) for h in range(net.config.num_attention_heads)]
    every.remove(chosen)
    drawn = np.random.default_rng(request.seed).choice(len(every), OTHERS, replace=False)
    groups = sentences()
    tested = [chosen, *(every[i] for i in drawn)]
    texts = [np.array([tokenizer.encode(sentence.prompt) for sentence in group]) for group in groups]
    below: list[trunk.States] = []
    for layer, head in [(-1, -1), *tested]:
        differences = []
        for number, (group, ids) in enumerate(zip(groups, texts, strict=True)):
            if layer < 0:
                hidden_states, states = yield from trunk.read(net, ids, {layer for layer, _head in tested})
                below.append(states)
            else:
                off = Watch(frozenset({(layer, head)}))
                hidden_states = yield from trunk.go_on(net, ids, below[number], layer, watch=off)
            logits = yield Logits(hidden_states[:, -1])
            names = [[tokenizer.encode_within(f" {name}")[0] for name in (one.right, one.giver)] for one in group]
            differences += [row[right] - row[giver] for row, (right, giver) in zip(logits, names, strict=True)]
        yield HeadTestStep(passes=len(groups), layer=layer, head=head, differences=np.array(differences, np.float32))
