"""What all trainings here do alike: go on from the last checkpoint, write one now and then, log a line a minute."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

MINUTE = 60  # seconds


def resume(path: Path, **parts: Any) -> int:
    """Loads the checkpoint, if there is one, into modules, optimisers and lists of tensors; returns the steps done."""
    if not path.exists():
        return 0
    state = torch.load(path, map_location="cpu")
    for name, part in parts.items():
        if hasattr(part, "load_state_dict"):
            part.load_state_dict(state[name])
        else:
            for own, kept in zip(part, state[name], strict=True):
                own.copy_(kept)
    return int(state["step"])


def checkpoint(path: Path, step: int, **parts: Any) -> None:
    """Writes the parts as `resume` reads them. A stop in the middle leaves the checkpoint before."""
    state = {name: part.state_dict() if hasattr(part, "state_dict") else part for name, part in parts.items()}
    torch.save({**state, "step": step}, path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)


def set_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate


def descend(optimizer: torch.optim.Optimizer, loss: torch.Tensor, parameters: Sequence[nn.Parameter] = ()) -> None:
    """One step down the gradient of `loss`; where `parameters` are given, with their gradient's norm at most 1."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    if parameters:
        nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()


@torch.no_grad()
def average(means: Sequence[torch.Tensor], parameters: Sequence[torch.Tensor], decay: float, step: int) -> None:
    """Moves the running means (EMA) towards the parameters, faster in the first steps, when they hold nothing yet."""
    torch._foreach_lerp_(list(means), [p.detach() for p in parameters], 1 - min(decay, (1 + step) / (10 + step)))


class Log:
    """Prints a line a minute, and at the end: the means since the last line, the learning rate and the speed."""

    def __init__(self, last: int) -> None:
        self.last, self.seen, self.began = last, [], time.time()  # type: ignore[var-annotated]

    def __call__(self, step: int, rate: float, **values: torch.Tensor | float) -> None:
        """step: how many are done."""
        self.seen.append([float(torch.as_tensor(value).detach()) for value in values.values()])
        seconds = time.time() - self.began
        if seconds < MINUTE and step < self.last:
            return
        means = " ".join(f"{name} {mean:.4g}" for name, mean in zip(values, np.mean(self.seen, 0), strict=True))
        print(f"step {step} {means} lr {rate:.1e} {len(self.seen) / seconds:.2f} steps/s", flush=True)
        self.seen, self.began = [], time.time()
