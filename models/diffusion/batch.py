"""Pictures of several runs go through the network together, and each keeps the bits that it has alone.

Convolutions, attention, norms and large products give a picture the same bits whatever else is in the batch. The small
products do not: a library sums a few rows in another order than many, and those of the timestep and of the pooled text
have one row each. So these are computed picture by picture, a thousandth of the work.

A link promises the same picture bit for bit. So `Together` first compares, on the machine it runs on, pictures in a
batch with the same ones alone; where one bit differs it goes on one by one. Without guidance it does differ (one row a
picture makes more of the products small), so those runs do not ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import torch
from diffusers import UNet2DConditionModel
from torch import nn

SIZES = (4, 2)  # pictures in one batch; more gain little on a few processors
ROWS = 2  # of each picture: without and with the text
SMALL = ("time_embedding", "add_embedding", "time_emb_proj")


@dataclass(frozen=True)
class Predict:
    """Asks for the network's output for one picture, (2, 4, 16, 16): without and with the text."""

    inputs: torch.Tensor  # (2, 4, 16, 16)
    timestep: torch.Tensor  # ()
    prompt_embeds: torch.Tensor  # (2, tokens, width)


class Together:
    def __init__(self, unet: UNet2DConditionModel) -> None:
        self._unet = unet
        self._same_bits: dict[int, bool] = {}  # by the number of pictures, as tested on this machine

    def __call__(self, asks: Sequence[Predict]) -> list[torch.Tensor]:
        """The answers, in order, to pictures at any timesteps of any schedulers."""
        answers: list[torch.Tensor] = []
        while len(answers) < len(asks):
            waiting = asks[len(answers) :]
            size = next((size for size in SIZES if size <= len(waiting) and self._has_same_bits(size)), 1)
            answers += one_batch(self._unet, waiting[:size])
        return answers

    def _has_same_bits(self, size: int) -> bool:
        if size not in self._same_bits:
            asks = examples(self._unet, size)
            alone = [one_batch(self._unet, [ask])[0] for ask in asks]
            self._same_bits[size] = all(map(torch.equal, one_batch(self._unet, asks), alone))
        return self._same_bits[size]


@torch.no_grad()
def one_batch(unet: UNet2DConditionModel, asks: Sequence[Predict]) -> list[torch.Tensor]:
    if len(asks) == 1:
        [ask] = asks
        return [unet(ask.inputs, ask.timestep, encoder_hidden_states=ask.prompt_embeds, return_dict=False)[0]]
    inputs, embeds = torch.cat([ask.inputs for ask in asks]), torch.cat([ask.prompt_embeds for ask in asks])
    # Some schedulers count timesteps in integers; the network makes floats of them all.
    timesteps = torch.stack([ask.timestep.float() for ask in asks]).repeat_interleave(ROWS)
    with small_products_apart(unet):
        return list(unet(inputs, timesteps, encoder_hidden_states=embeds, return_dict=False)[0].split(ROWS))


@contextmanager
def small_products_apart(unet: UNet2DConditionModel) -> Iterator[None]:
    named = [(name, module) for name, module in unet.named_modules() if isinstance(module, nn.Linear)]
    small = [module for name, module in named if any(part in name for part in SMALL)]
    for linear in small:
        linear.forward = partial(_by_picture, linear)  # the instance's own takes precedence over its class's
    try:
        yield
    finally:
        for linear in small:
            del linear.forward


def _by_picture(linear: nn.Linear, x: torch.Tensor) -> torch.Tensor:
    return torch.cat([nn.functional.linear(part, linear.weight, linear.bias) for part in x.split(ROWS)])


def examples(unet: UNet2DConditionModel, size: int) -> list[Predict]:
    """`size` requests, each with its own noise, timestep and text: to compare bits with."""
    generator = torch.Generator().manual_seed(0)
    side, width = unet.config.sample_size, unet.config.cross_attention_dim
    return [
        Predict(
            torch.randn(1, unet.config.in_channels, side, side, generator=generator).expand(ROWS, -1, -1, -1),
            torch.tensor(999 - 200 * i),
            torch.randn(ROWS, 48, width, generator=generator),
        )
        for i in range(size)
    ]
