"""HeadMap: each head switched off in turn. HeadTest: one head and two others, on many sentences."""

from __future__ import annotations

import numpy as np

from models.control import pair
from models.control.kinds import HeadMap, HeadMapStep, HeadTest, HeadTestStep
from models.control.sentences import OTHERS, sentences
from models.text import tokenizer
from models.text.net import AnyNet, Pass, Watch, new_cache
from models.text.together import Asking, Logits


def head_map(net: AnyNet, request: HeadMap) -> Asking:
    given, _cache = yield from pair.read(net, request, [])
    if given.answers[0] == given.answers[1]:
        return
    ids, cache = given.clean_ids, new_cache(net, 1, len(given.clean_ids))
    for layer in range(net.config.num_hidden_layers):
        last = []
        for head in range(net.config.num_attention_heads):
            last.append((yield from pair.rest(cache, ids, 0, watch=Watch(frozenset({(layer, head)})))))
        logits = yield Logits(np.stack(last))
        yield HeadMapStep(passes=len(last), layer=layer, differences=pair.difference(logits, given.answers))


def head_test(net: AnyNet, request: HeadTest) -> Asking:
    chosen = (request.layer, request.head)
    every = [(i, h) for i in range(net.config.num_hidden_layers) for h in range(net.config.num_attention_heads)]
    every.remove(chosen)
    drawn = np.random.default_rng(request.seed).choice(len(every), OTHERS, replace=False)
    groups = sentences()
    for layer, head in [(-1, -1), chosen, *(every[i] for i in drawn)]:
        off = frozenset({(layer, head)} - {(-1, -1)})
        differences = []
        for group in groups:
            ids = np.array([tokenizer.encode(sentence.prompt) for sentence in group])
            hidden_states = yield Pass(ids, new_cache(net, *ids.shape), Watch(off))
            logits = yield Logits(hidden_states[:, -1])
            names = [[tokenizer.encode_within(f" {name}")[0] for name in (one.right, one.giver)] for one in group]
            differences += [row[right] - row[giver] for row, (right, giver) in zip(logits, names, strict=True)]
        yield HeadTestStep(passes=len(groups), layer=layer, head=head, differences=np.array(differences, np.float32))
