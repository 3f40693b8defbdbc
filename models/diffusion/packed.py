"""Convolution weights laid out once as oneDNN wants them, instead of at every call: about a tenth of a step.

PyTorch stores weights in its own order and oneDNN puts them into blocks before each convolution. Which blocks depends
on the input's shape, so the stored ones serve that shape alone; every other goes the plain way. The same kernel then
computes the same bits; `pack` compares them, and takes its work back where one differs or where there is no oneDNN.
The two operators are those of a frozen torch.compile (torch/_inductor/fx_passes/mkldnn_fusion.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import nn


@torch.no_grad()
def pack(network: nn.Module, run: Callable[[], torch.Tensor]) -> bool:
    """Packs the convolutions of `network` for the shapes that `run` sends through them. False: nothing was changed."""
    convolutions = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    shapes: dict[nn.Conv2d, torch.Size] = {}
    hooks = [c.register_forward_pre_hook(lambda c, inputs: shapes.update({c: inputs[0].shape})) for c in convolutions]
    plain = run()
    for hook in hooks:
        hook.remove()
    try:
        for convolution, shape in shapes.items():
            convolution.forward = partial(_packed, convolution, _blocks(convolution, shape), shape)
        if torch.equal(run(), plain):
            return True
    except (RuntimeError, AttributeError):  # a torch without oneDNN has no such operators
        pass
    for convolution in shapes:
        convolution.__dict__.pop("forward", None)  # the class's own comes to light again
    return False


def _blocks(conv: nn.Conv2d, shape: torch.Size) -> torch.Tensor:
    return torch.ops.mkldnn._reorder_convolution_weight(
        conv.weight, conv.padding, conv.stride, conv.dilation, conv.groups, shape
    )


def _packed(conv: nn.Conv2d, blocks: torch.Tensor, shape: torch.Size, x: torch.Tensor) -> torch.Tensor:
    if x.shape != shape:
        return nn.Conv2d.forward(conv, x)
    return torch.ops.mkldnn._convolution_pointwise(
        x, blocks, conv.bias, conv.padding, conv.stride, conv.dilation, conv.groups, "none", [], ""
    )
