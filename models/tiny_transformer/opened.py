"""One update opened: what it was predicted to do and what it did, part by part, and one number on its own."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from models.tiny_transformer import net
from models.tiny_transformer.kinds import OFFSETS, UpdateStep
from models.tiny_transformer.learning import LONGEST, Learner
from models.tiny_transformer.net import Weights

MATRIX = "layer 2 mlp in"  # that the number comes from


def update(learner: Learner) -> UpdateStep:
    """Does one update as `learner.gradient` and `learner.change` do, and looks at it."""
    windows, loss = learner.gradient()
    gradient = _grads(learner.weights)
    old = _copies(learner.weights)
    learner.change()
    with torch.no_grad():
        moved = {name: weight - old[name] for name, weight in learner.weights.items()}
        after = net.nats(learner.weights, windows).mean()
    place = int(gradient[MATRIX].abs().argmax())
    slope, here, nearby = one_number(old, windows[:1], place)
    return UpdateStep(
        passes=2 + len(OFFSETS),
        number=learner.number,
        row=learner.data.pieces.decode(windows[0].tolist()),
        before=loss.item(),
        after=after.item(),
        predicted=-sum(float((gradient[name].double() * moved[name].double()).sum()) for name in moved),
        gradient_norms=_norms(gradient),
        changes=_norms(moved),
        learning_rate=learner.learning_rate,
        clipped=learner.request.clip and learner.gradient_norm > LONGEST,
        weight=place,
        value=float(old[MATRIX].flatten()[place]),
        slope=slope,
        here=here,
        nearby=nearby,
    )


def one_number(weights: Weights, windows: Tensor, place: int) -> tuple[float, float, np.ndarray]:
    """The slope of the windows' loss by one number of MATRIX from backpropagation, the loss, and the loss with the
    number changed by each of OFFSETS. In float64: in float32 the smallest change would drown in rounding."""
    exact = {name: weight.detach().double() for name, weight in weights.items()}
    number = exact[MATRIX].requires_grad_()
    loss = net.nats(exact, windows).mean()
    (slopes,) = torch.autograd.grad(loss, number)
    nearby = []
    with torch.no_grad():
        for offset in OFFSETS:
            tried = number.detach().clone()
            tried.view(-1)[place] += offset
            nearby.append(net.nats({**exact, MATRIX: tried}, windows).mean().item())
    return float(slopes.flatten()[place]), loss.item(), np.array(nearby)


def _copies(weights: Weights) -> Weights:
    return {name: weight.detach().clone() for name, weight in weights.items()}


def _grads(weights: Weights) -> Weights:
    grads = {}
    for name, weight in weights.items():
        assert weight.grad is not None
        grads[name] = weight.grad.clone()
    return grads


def _norms(tensors: Weights) -> np.ndarray:
    """The length of what belongs to each part."""
    squares = {name: float(tensor.double().square().sum()) for name, tensor in tensors.items()}
    return np.array([sum(s for name, s in squares.items() if name.startswith(part)) ** 0.5 for part in net.parts()])
