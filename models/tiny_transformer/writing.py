"""How a trained network writes: piece by piece, each drawn by its probability."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from models.engine.errors import NotFinite
from models.tiny_transformer import model_file, net
from models.tiny_transformer.kinds import Continue, WrittenStep
from models.tiny_transformer.net import Weights
from models.tiny_transformer.pieces import Pieces
from models.tiny_transformer.shape import shapes
from models.tiny_transformer.shipped import shipped


@torch.no_grad()
def continued(weights: Weights, pieces: Pieces, text: str, count: int, temperature: float, seed: int) -> str:
    """So many pieces after the text. Raises NotFinite if a logit is no number."""
    ids = pieces.encode(text) or pieces.encode("\n") or [0]  # of a text in characters that it never saw
    before = len(ids)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(count):
        row = net.logits(weights, torch.tensor([ids[-net.CONTEXT :]]))[0, -1]
        if not row.isfinite().all():
            raise NotFinite
        ids.append(int(torch.multinomial((row / temperature).softmax(-1), 1, generator=generator)))
    return pieces.decode(ids[before:])


def write(request: Continue) -> Iterator[WrittenStep]:
    file = request.file() or model_file.read(shipped())
    flat, weights, at = torch.from_numpy(file.weights), {}, 0
    for name, shape in shapes(file.pieces).items():
        size = torch.Size(shape).numel()
        weights[name] = flat[at : at + size].view(shape)
        at += size
    pieces = Pieces.of(file.vocabulary, file.merges)
    text = continued(weights, pieces, request.prompt, request.pieces, request.temperature, request.seed)
    yield WrittenStep(passes=request.pieces, continuation=text, pieces=file.pieces)
