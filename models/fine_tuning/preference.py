"""Direct preference optimisation: the better answer of each pair gets likelier than the other, against what the model
gave them before.

Source: Rafailov et al., arXiv:2305.18290, equation 7.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from models.fine_tuning.adam import Adam
from models.fine_tuning.kinds import Prefer, PreferStep
from models.fine_tuning.lora import AT_ONCE, Kept, Top, Update, batched, log_probs, parts


def train(top: Top, update: Update, texts: Sequence[Kept], request: Prefer) -> Iterator[PreferStep]:
    """Changes the update in place. `texts`: of each pair the better answer, then the other."""
    with torch.no_grad():
        before = summed(top, update, texts, strength=0)
    adam = Adam(parts(update), request.learning_rate, request.steps)
    for number in range(1, request.steps + 1):
        start = time.perf_counter()
        margins = []
        for some in batched(range(len(texts)), 2 * AT_ONCE):
            gained = summed(top, update, [texts[i] for i in some]) - before[some.start : some.stop]
            better, other = gained.view(-1, 2).unbind(1)
            margins.append(request.beta * (better - other))
            loss = -F.logsigmoid(margins[-1]).sum() / (len(texts) // 2)
            loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
        ahead = torch.cat(margins).detach().double()
        yield PreferStep(
            passes=len(texts),
            number=number,
            loss=-F.logsigmoid(ahead).mean().item(),
            margins=ahead.numpy(),
            milliseconds=1000 * (time.perf_counter() - start),
        )


def summed(top: Top, update: Update, texts: Sequence[Kept], strength: float = 1) -> Tensor:
    """ln p of each whole answer, (texts,)."""
    return torch.stack([rows.sum() for rows in log_probs(top, update, texts, strength)])
