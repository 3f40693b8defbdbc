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

from models.fine_tuning.kinds import Prefer, PreferStep
from models.fine_tuning.lora import Kept, Top, Update, log_probs, parts, rate


def train(top: Top, update: Update, texts: Sequence[Kept], request: Prefer) -> Iterator[PreferStep]:
    """Changes the update in place. `texts`: of each pair the better answer, then the other."""
    with torch.no_grad():
        before = summed(top, update, texts, strength=0)
    adam = torch.optim.AdamW(parts(update), request.learning_rate, weight_decay=0)
    for number in range(1, request.steps + 1):
        start = time.perf_counter()
        better, other = (summed(top, update, texts) - before).view(-1, 2).unbind(1)
        margins = request.beta * (better - other)
        loss = -F.logsigmoid(margins).mean()
        adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        adam.param_groups[0]["lr"] = request.learning_rate * rate(number, request.steps)
        adam.step()
        yield PreferStep(
            passes=len(texts),
            number=number,
            loss=loss.item(),
            margins=margins.detach().double().numpy(),
            milliseconds=1000 * (time.perf_counter() - start),
        )


def summed(top: Top, update: Update, texts: Sequence[Kept], strength: float = 1) -> Tensor:
    """ln p of each whole answer, (texts,)."""
    return torch.stack([rows.sum() for rows in log_probs(top, update, texts, strength)])
