"""Patch: one depth after another, at each token."""

from __future__ import annotations

import numpy as np

from models.control import pair
from models.control.kinds import Patch, PatchStep, first_difference
from models.text.net import AnyNet, Pass
from models.text.together import Asking, Logits


def patch(net: AnyNet, request: Patch) -> Asking:
    given, clean, corrupt = yield from pair.read(net, request)
    if given.answers[0] == given.answers[1]:
        return
    first, n, cache = first_difference(request), len(given.corrupt_ids), corrupt.cache
    kept = cache.copy()
    for depth in range(len(net.layers) + 1):
        last = np.empty((n - first, clean.hidden_states.shape[2]), np.float32)
        # Earlier tokens see nothing of it: they are as in the corrupt run. So are all tokens below that depth.
        for position in reversed(range(first, n)):
            states = corrupt.states[depth][position:].copy()
            states[0] = clean.states[depth][position]
            cache.length = position
            ids = given.corrupt_ids[None, position:]
            last[position - first] = (yield Pass(ids, cache, depth=depth, states=states))[0, -1]
        # The last run began at the first position, so it wrote over all that the others read.
        cache.restore(kept)
        logits = yield Logits(last)
        yield PatchStep(passes=n - first, depth=depth, differences=pair.difference(logits, given.answers))
