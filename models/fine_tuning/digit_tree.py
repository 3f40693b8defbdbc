"""All 10,000 codes at once: each of their beginnings is one token behind the sentence's first half, and sees only the
half and its own digits. So 1,110 tokens are read where 10,000 codes would be 40,000."""

from __future__ import annotations

import numpy as np
import torch

from models.fine_tuning import lora
from models.fine_tuning.layers import Order, forward, norm, states_entering
from models.fine_tuning.planted import DIGITS, digit_ids
from models.text import tokenizer
from models.text.net import Net


class DigitTree:
    """The beginnings of all codes after a text. What the layers below those that learn give for them is kept."""

    def __init__(self, net: Net, layers: int, text: str) -> None:
        ids, digits = tokenizer.encode(text), digit_ids(text)
        self.last = len(ids) - 1  # of the text
        self.digits, self.order = torch.tensor(digits), order(len(ids))
        ids += [digit for level in range(1, DIGITS) for digit in digits * 10 ** (level - 1)]
        [self.states] = states_entering(net, net.config.num_hidden_layers - layers, [np.array(ids)], self.order)

    @torch.no_grad()
    def logprobs(self, top: lora.Top, update: lora.Update) -> np.ndarray:
        """(10,000,) float64: ln p of each code in order, where only digits may be written."""
        x = self.states[None]
        for layer, learned in zip(top.layers, update, strict=True):
            x = forward(layer, x, learned, order=self.order)
        x = norm(top.layers[0].config, x[0, self.last :], top.norm)
        rows = (x @ top.output[self.digits].T).double().log_softmax(-1)
        total = torch.zeros(1, dtype=torch.float64)
        for level in rows.split([10**level for level in range(DIGITS)]):
            total = (total[:, None] + level).ravel()
        return total.numpy()


def order(n: int) -> Order:
    """A text of n tokens, then each single digit, each two, each three; all in order of their numbers."""
    levels = [np.arange(10**level) for level in range(1, DIGITS)]
    codes, lengths = np.concatenate(levels), np.concatenate([np.full(len(c), i) for i, c in enumerate(levels, 1)])
    # Whether the column's digits are those that the row's begin with.
    shorter = lengths[:, None] - lengths[None]
    begins = (shorter >= 0) & (codes[:, None] // 10 ** np.maximum(shorter, 0) == codes[None])
    seen = np.zeros((n + len(codes), n + len(codes)), bool)
    seen[:n, :n], seen[n:, :n], seen[n:, n:] = np.tri(n, dtype=bool), True, begins
    positions = np.concatenate([np.arange(n), n - 1 + lengths])
    return Order(torch.from_numpy(positions), torch.from_numpy(seen))
