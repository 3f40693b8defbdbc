"""Patch: one depth after another, at each token."""

from __future__ import annotations

import numpy as np

from models.control import pair
from models.control.kinds import Patch, PatchStep, first_difference
from models.text.net import AnyNet, Edit
from models.text.together import Asking, Logits


def patch(net: AnyNet, request: Patch) -> Asking:
    states: list[np.ndarray] = []
    given, cache = yield from pair.read(net, request, states)
    if given.answers[0] == given.answers[1]:
        return
    first, n = first_difference(request), len(given.corrupt_ids)
    kept = cache.copy()
    for depth, clean in enumerate(states):
        last = np.empty((n - first, clean.shape[1]), np.float32)
        for position in reversed(range(first, n)):  # earlier tokens see nothing of it: they are as in the corrupt run
            last[position - first] = yield from pair.rest(
                cache, given.corrupt_ids, position, edit=_put(depth, clean[position])
            )
        # The last run began at the first position, so it wrote over all that the others read.
        cache.restore(kept)
        logits = yield Logits(last)
        yield PatchStep(passes=n - first, depth=depth, differences=pair.difference(logits, given.answers))


def _put(at: int, state: np.ndarray) -> Edit:
    """Puts a state in place of the first token's."""

    def edit(depth: int, x: np.ndarray) -> None:
        if depth == at:
            x[0] = state

    return edit
