"""The sizes of the tiny transformer, for who needs no torch."""

from __future__ import annotations

WIDTH, LAYERS, HEADS, CONTEXT = 96, 2, 4, 128

Shape = tuple[int, ...]


def shapes(pieces: int) -> dict[str, Shape]:
    """The name and shape of each tensor, in the order in which they are drawn."""
    tensors: dict[str, Shape] = {"embedding": (pieces, WIDTH)}
    for layer in range(1, LAYERS + 1):
        attention, mlp = f"layer {layer} attention", f"layer {layer} mlp"
        tensors |= _norm(attention) | _norm(mlp)
        tensors[f"{attention} in"] = (3 * WIDTH, WIDTH)
        tensors[f"{attention} out"] = (WIDTH, WIDTH)
        tensors[f"{mlp} in"] = (4 * WIDTH, WIDTH)
        tensors[f"{mlp} out"] = (WIDTH, 4 * WIDTH)
    return tensors | _norm("norm")


def _norm(name: str) -> dict[str, Shape]:
    return {f"{name} scale": (WIDTH,), f"{name} shift": (WIDTH,)}
