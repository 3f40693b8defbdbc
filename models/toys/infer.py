"""Runs of the models on points in the plane: no weights are loaded, each run trains its own."""

from __future__ import annotations

import torch

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.toys.flow import train_flow
from models.toys.gan import train_gan
from models.toys.kinds import FlowToy, GanRound, GanToy, VaeToy
from models.toys.opened import open_round
from models.toys.vae import train_vae


def load() -> None:
    torch.set_num_threads(1)  # the networks are so small that a second thread makes them slower
    for _ in train_gan(GanToy(turns="1DG")):
        pass  # torch imports what its optimisers need only now, for a second


def describe(model: None, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic="fp32")


RUNS = {
    GanToy: lambda model, request: train_gan(request),
    GanRound: lambda model, request: open_round(request),
    VaeToy: lambda model, request: train_vae(request),
    FlowToy: lambda model, request: train_flow(request),
}
