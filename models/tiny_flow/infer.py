"""Runs of the tiny flow: no weights are loaded, each run trains its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from models.engine.errors import NotFinite
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.tiny_flow import net
from models.tiny_flow.kinds import DRAWN, HELD_OUT, DrawnStep, TrainFlow
from models.tiny_flow.pictures import pictures

BATCH, COMPARED, LOWEST = 64, 64, 0.02


def load(progress: Callable[..., None]) -> None:
    for _ in train(TrainFlow(steps=1)):
        pass  # torch imports what its optimisers need only now, for a second


def describe(model: None, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic="fp32")


def train(request: TrainFlow) -> Iterator[DrawnStep]:
    """The same request gives the same bits on the same machine."""
    flow, generator = net.drawn(request.seed), torch.Generator().manual_seed(request.seed)
    learned, held_out = data(request)
    noise = torch.randn(COMPARED, net.PIXELS, generator=generator)
    noise_held, t_held = torch.randn(HELD_OUT, net.PIXELS, generator=generator), times(HELD_OUT, generator)
    real = apart(held_out, learned)
    optimizer = torch.optim.AdamW(flow.parameters(), request.learning_rate, fused=True)
    moments, before = set(request.moments()), 0

    def moment(number: int) -> DrawnStep:
        with torch.no_grad():
            error = net.loss(flow, held_out, noise_held, t_held).item()
        pixels = net.draw(flow, noise).clamp(-1, 1)
        return DrawnStep(
            passes=number - before + net.STEPS + 1,
            number=number,
            held_out=error,
            drawn=as_pictures(pixels[:DRAWN]),
            nearest=apart(pixels, learned) / real,
        )

    yield moment(0)
    for number in range(1, request.steps + 1):
        update(flow, optimizer, learned, generator, request, number)
        if number in moments:
            yield moment(number)
            before = number


def update(
    flow: net.Flow,
    optimizer: torch.optim.Optimizer,
    learned: Tensor,
    generator: torch.Generator,
    request: TrainFlow,
    number: int,
) -> None:
    """Raises NotFinite if the loss is no number any more."""
    batch = learned[torch.randint(len(learned), (BATCH,), generator=generator)]
    noise = torch.randn(BATCH, net.PIXELS, generator=generator)
    loss = net.loss(flow, batch, noise, times(BATCH, generator))
    if not loss.isfinite():
        raise NotFinite
    optimizer.zero_grad()
    loss.backward()
    done = (number - 1) / request.steps
    optimizer.param_groups[0]["lr"] = request.learning_rate * max(LOWEST, 1 - done)
    optimizer.step()


def data(request: TrainFlow) -> tuple[Tensor, Tensor]:
    """Learned from and held out: (n, 768) from −1 to 1."""
    flat = torch.from_numpy(pictures()).flatten(1).float() / 127.5 - 1
    return flat[: request.pictures], flat[-HELD_OUT:]


def times(count: int, generator: torch.Generator) -> Tensor:
    """Places on the way from noise to picture: most in the middle, where it is hardest (logit-normal)."""
    return torch.sigmoid(torch.randn(count, generator=generator))


def apart(some: Tensor, others: Tensor) -> float:
    """The mean distance of each to the nearest of the others."""
    return torch.cdist(some, others).min(1).values.mean().item()


def as_pictures(flat: Tensor) -> np.ndarray:
    result: np.ndarray = ((flat + 1) * 127.5).round().to(torch.uint8).view(-1, 16, 16, 3).numpy()
    return result


RUNS = {TrainFlow: lambda model, request: train(request)}
