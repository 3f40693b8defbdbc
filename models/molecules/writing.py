"""Molecules written token by token: the model's probabilities, steered by classifier-free guidance."""

from __future__ import annotations

import torch
from torch import Tensor

from models.molecules.net import Cache, Net
from models.molecules.smiles import ANY, END, FIRST_PIECE, LENGTH, condition, decode, encode


def guided(told: Tensor, untold: Tensor, weight: float) -> Tensor:
    """(B, VOCABULARY) logits → logits: 1 is the condition alone, more exaggerates it (arXiv:2207.12598)."""
    told, untold = told.log_softmax(-1), untold.log_softmax(-1)
    return untold + weight * (told - untold)


def probabilities(logits: Tensor, temperature: float) -> Tensor:
    """(B, VOCABULARY): conditions and padding are no tokens of a molecule, so they get none. temperature > 0."""
    allowed = torch.full_like(logits, -torch.inf)
    allowed[:, [END, *range(FIRST_PIECE, logits.shape[1])]] = 0
    return ((logits + allowed) / temperature).softmax(-1)


@torch.no_grad()
def write(
    net: Net,
    count: int,
    temperature: float = 1.0,
    logp: float | None = None,
    weight: float = 1.0,
    start: str = "",
    seed: int = 0,
) -> list[str]:
    """So many SMILES that go on from `start`. One that reaches the model's length stays unfinished.

    KeyError: `start` has a token that the model does not know.
    """
    generator = torch.Generator().manual_seed(seed)
    begun = encode(start)
    feed = torch.tensor([[condition(logp), *begun]] * count + [[ANY, *begun]] * count)  # told and untold, together
    out, past = feed[:count, 1:], None
    while out.shape[1] < LENGTH and not (out == END).any(1).all():
        logits, past = step(net, feed, past)
        told, untold = logits.chunk(2)
        chosen = torch.multinomial(probabilities(guided(told, untold, weight), temperature), 1, generator=generator)
        out, feed = torch.cat([out, chosen], 1), torch.cat([chosen, chosen])
    return [decode(row) for row in out.tolist()]


def step(net: Net, feed: Tensor, past: Cache | None) -> tuple[Tensor, Cache]:
    """(B, n) ids → (B, VOCABULARY) logits of what follows the last of them."""
    logits, cache = net(feed, past)
    return logits[:, -1], cache
