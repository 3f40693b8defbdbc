"""The judge of 16 × 16 pixels: the classifier of few_pictures, trained on all 1,700 pictures.

`python -m models.skewed_flow.judge` trains it anew (a minute of one processor) and tells how it does on the 300 that
are held out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.few_pictures import net
from models.few_pictures.infer import BATCH, LOWEST, RATE, alter, as_numbers
from models.few_pictures.pictures import real
from models.skewed_flow.world import HAT_STYLES
from models.tiny_flow.kinds import HELD_OUT

FILE = Path(__file__).with_name("judge.safetensors")
UPDATES = 2500


@cache
def judge() -> nn.Sequential:
    """(n, 3, 16, 16) from −1 to 1 → logits (n, styles of hair and headwear)."""
    classifier = net.drawn(0)
    classifier.load_state_dict({name: numbers.float() for name, numbers in load_file(FILE).items()})
    return classifier


@torch.no_grad()
def read(x: Tensor) -> tuple[Tensor, Tensor]:
    """Of pictures (n, 768) from −1 to 1: whether each shows a hat, (n,) bool, and how sure the judge is of a style,
    (n,)."""
    probs = judge()(x.view(-1, 16, 16, 3).permute(0, 3, 1, 2)).softmax(1)
    return probs[:, HAT_STYLES].sum(1) > 0.5, probs.max(1).values


def train() -> nn.Sequential:
    pictures, styles = real()
    x, y = as_numbers(pictures[:-HELD_OUT]), torch.from_numpy(styles[:-HELD_OUT])
    classifier, generator = net.drawn(0), torch.Generator().manual_seed(0)
    optimizer = torch.optim.AdamW(classifier.parameters(), RATE, fused=True)
    for number in range(UPDATES):
        batch = torch.randint(len(x), (BATCH,), generator=generator)
        loss = nn.functional.cross_entropy(classifier(alter(x[batch], "colours", generator)), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.param_groups[0]["lr"] = RATE * max(LOWEST, 1 - number / UPDATES)
        optimizer.step()
    return classifier


def main() -> None:
    torch.set_num_threads(1)
    save_file({name: numbers.half() for name, numbers in train().state_dict().items()}, FILE)
    pictures, styles = real()
    held_out = torch.from_numpy(pictures[-HELD_OUT:]).flatten(1).float() / 127.5 - 1
    hats, sure = read(held_out)
    wears = torch.isin(torch.from_numpy(styles[-HELD_OUT:]), torch.from_numpy(HAT_STYLES))
    right = (judge()(as_numbers(pictures[-HELD_OUT:])).argmax(1).numpy() == styles[-HELD_OUT:]).sum()
    print(f"of {HELD_OUT}: style {right}, hat or none {(hats == wears).sum()}, at least 0.9 sure {(sure >= 0.9).sum()}")


if __name__ == "__main__":
    main()
