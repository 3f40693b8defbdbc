"""What the runs of the text family ask of the network, and how the asks of several runs are answered together.

A run is a generator. Where it needs the network it yields a Pass (→ hidden states) or Logits (→ logits) and is sent the
answer; the steps it yields beside are for the visitor. So each run reads as if it were alone, and whoever drives it may
gather what all of them ask: a prompt that is read goes through beside texts that are being written. No text is padded
to another's length, and each gets the bits it would have got alone.

transformers has this too (`generate_batch`, generation/continuous_batching). It is not used: it drives a PyTorch model
with a paged cache through its own loop, which gives tokens, where the pages show every token's distribution, beams,
attention and the lens; and in PyTorch's fp32 each token reads seven times the bytes that our 4-bit blocks have.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.engine.steps import Step
from models.text.net import AnyNet, Pass, forward_together


@dataclass(frozen=True)
class Logits:
    """Asks for the logits of every token after each of these positions."""

    hidden_states: np.ndarray  # (n, width), after the final norm


Ask = Pass | Logits
Asking = Generator[Step | Ask, Any, Any]  # is sent an ndarray after an Ask: (B, n, width) or (n, vocab_size)


def answers(net: AnyNet, asks: Sequence[Ask]) -> list[np.ndarray]:
    """The answers, in order: one pass through the layers for all passes, one product for all logits."""
    passes = [ask for ask in asks if isinstance(ask, Pass)]
    states = [ask.hidden_states for ask in asks if isinstance(ask, Logits)]
    hidden_states = iter(forward_together(net, passes) if passes else [])
    logits = iter([])
    if states:
        ends = np.cumsum([len(rows) for rows in states])[:-1]
        logits = iter(np.split(net.lm_head(np.concatenate(states)), ends))
    return [next(hidden_states) if isinstance(ask, Pass) else next(logits) for ask in asks]
