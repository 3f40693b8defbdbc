"""What all trainings here do alike: go on from the last checkpoint, write one now and then, log a line a minute.

On a GPU, where there is one, a step takes less time than the making of its batch, so several processes make batches
ahead (`batches`), and no number is fetched before it is printed (`Log`). The products are in bf16 where the hardware
does it (`mixed`).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

MINUTE = 60  # seconds
Batch = TypeVar("Batch")


def device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


def mixed(device: str) -> AbstractContextManager[Any]:
    """bf16 products on a GPU, and on a CPU that has them; else fp32: bf16 in software is many times slower."""
    able = device == "cuda" or torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.autocast(device, torch.bfloat16) if able else contextlib.nullcontext()


class _Made(Dataset[Batch]):
    def __init__(self, make: Callable[[int], Batch]) -> None:
        self.make = make

    def __getitem__(self, step: int) -> Batch:
        return self.make(step)


def batches(make: Callable[[int], Batch], steps: range, workers: int) -> Iterable[Batch]:
    """make(step) of each step in order, made ahead by so many processes (0: here, when it is wanted).

    Where `make` draws with a generator seeded by the step, a resumed run gets the batches of an unbroken one.
    """
    return DataLoader(
        _Made(make), batch_size=None, sampler=steps, num_workers=workers, pin_memory=torch.cuda.is_available()
    )


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
        self.last, self.began = last, time.time()
        self.seen: list[list[torch.Tensor]] = []

    def __call__(self, step: int, rate: float, **values: torch.Tensor | float) -> None:
        """step: how many are done."""
        self.seen.append([torch.as_tensor(value).detach() for value in values.values()])
        seconds = time.time() - self.began
        if seconds < MINUTE and step < self.last:
            return
        columns = zip(values, zip(*self.seen, strict=True), strict=True)
        means = " ".join(f"{name} {torch.stack(column).float().mean():.4g}" for name, column in columns)
        print(f"step {step} {means} lr {rate:.1e} {len(self.seen) / seconds:.2f} steps/s", flush=True)
        self.seen, self.began = [], time.time()
