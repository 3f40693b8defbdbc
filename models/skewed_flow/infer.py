"""Runs of the flow with captions: no weights but the judge's are loaded, each run trains its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from models.engine.errors import NotFinite
from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.skewed_flow import judge, net
from models.skewed_flow.kinds import DRAWN, SHOWN, CaptionStep, Prompt, SkewedStep, TrainSkewed
from models.skewed_flow.pictures import LearnedFrom, caption, flat, learned_from
from models.skewed_flow.world import WORDS, behind
from models.tiny_flow.infer import apart, as_pictures, times
from models.tiny_flow.kinds import HELD_OUT
from models.tiny_flow.net import PIXELS, STEPS
from models.tiny_flow.pictures import pictures

BATCH, RATE, LOWEST = 64, 0.002, 0.02
UNTOLD = 0.15  # of the pictures in a batch, the share whose caption is left out, so that it learns to draw without one


def load(progress: Callable[..., None]) -> None:
    judge.judge()


def describe(model: None, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic="fp32")


def train(request: TrainSkewed) -> Iterator[Step]:
    """The same request gives the same bits on the same machine."""
    flow, generator = net.drawn(request.seed), torch.Generator().manual_seed(request.seed)
    data = learned_from(request, generator)
    noise = torch.randn(SHOWN, PIXELS, generator=generator)
    optimizer = torch.optim.AdamW(flow.parameters(), RATE, fused=True)
    moments, losses = set(request.moments()), []
    for number in range(1, request.steps + 1):
        losses.append(update(flow, optimizer, data, generator, 1 - (number - 1) / request.steps))
        if number in moments:
            drawn = as_pictures(net.draw(flow, noise, caption("person")))
            yield SkewedStep(passes=len(losses) + STEPS, number=number, loss=float(np.mean(losses)), drawn=drawn)
            losses = []
    new = apart(flat(pictures()[-HELD_OUT:]), data.pixels)
    for prompt in DRAWN:
        yield asked(flow, prompt, data.pixels, new, generator)


def update(
    flow: net.Captioned, optimizer: torch.optim.Optimizer, data: LearnedFrom, generator: torch.Generator, left: float
) -> float:
    """Returns the loss of one batch. `left`: share of the run that is left. Raises NotFinite if the loss is no number
    any more."""
    batch = torch.multinomial(data.weights, BATCH, replacement=True, generator=generator)
    told = torch.rand(BATCH, 1, generator=generator) >= UNTOLD
    noise = torch.randn(BATCH, PIXELS, generator=generator)
    loss = net.loss(flow, data.pixels[batch], data.named[batch] * told, noise, times(BATCH, generator))
    if not loss.isfinite():
        raise NotFinite
    optimizer.zero_grad()
    loss.backward()
    optimizer.param_groups[0]["lr"] = RATE * max(LOWEST, left)
    optimizer.step()
    return loss.item()


def asked(flow: net.Captioned, prompt: Prompt, learned: Tensor, new: float, generator: torch.Generator) -> CaptionStep:
    """`new`: mean distance of new real pictures to the nearest one learned from."""
    drawn = net.draw(flow, torch.randn(DRAWN[prompt], PIXELS, generator=generator), caption(prompt))
    hats, sure = judge.read(drawn)
    made = as_pictures(drawn)
    return CaptionStep(
        passes=STEPS * (1 if prompt == "person" else 2),
        prompt=prompt,
        shown=made[:SHOWN],
        hats=hats.numpy(),
        sure=sure.numpy(),
        blue=behind(made) == WORDS.index("blue"),
        nearest=apart(drawn, learned) / new,
    )


RUNS = {TrainSkewed: lambda model, request: train(request)}
