"""Makes the shipped weights: python -m models.history.train [elman lstm hmm transformer boltzmann].

One thread; seconds for boltzmann and hmm, minutes for the others.

The networks learn from windows that begin with a story, which is what memory needs; the hidden Markov model from rows
of the running text. A run that was stopped begins anew: the longest takes some ten minutes.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor
from torch.nn import functional as F

from models.history import boltzmann, hidden, recurrent
from models.history.binary_pictures import bright_pixels
from models.history.learned_from import READ, read
from models.history.machines import WEIGHTS
from models.history.shared import CONTEXT, corpus
from models.history.sizes import LONG, RATES, ROW, STATES
from models.stories import corpus as world
from models.tiny_flow.kinds import LEARNED_FROM
from models.tiny_transformer import net

ROWS = 8  # windows in an update
HIDDEN = 128  # units of each Boltzmann machine


def windows(generator: torch.Generator) -> Callable[[], Tensor]:
    """Gives batches (ROWS, CONTEXT + 1), each row from the beginning of a random story on."""
    pieces = corpus().pieces
    ids = torch.tensor(pieces.encode(world.END + read("transformer")))
    end = pieces.encode(world.END)[0]
    starts = (ids == end).nonzero().flatten()
    starts = starts[starts < len(ids) - CONTEXT - 1]

    def batch() -> Tensor:
        chosen = starts[torch.randint(len(starts), (ROWS,), generator=generator)]
        return torch.stack([ids[start : start + CONTEXT + 1] for start in chosen.tolist()])

    return batch


def network(name: str, parameters: list[Tensor], logits: Callable[[Tensor], Tensor], seed: int) -> None:
    """AdamW, 50 updates of warm-up, then half a cosine; gradients are shortened to 1."""
    batch = windows(torch.Generator().manual_seed(seed))
    optimizer = torch.optim.AdamW(parameters, RATES[name], (0.9, 0.98), weight_decay=0.05, fused=True)
    began = time.perf_counter()
    for number in range(LONG[name]):
        share = 0.05 + 0.95 * (1 + math.cos(math.pi * number / LONG[name])) / 2
        optimizer.param_groups[0]["lr"] = RATES[name] * min(1, (number + 1) / 50) * share
        rows = batch()
        loss = F.cross_entropy(logits(rows[:, :-1]).transpose(1, 2), rows[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        if number % 200 == 0 or number == LONG[name] - 1:
            print(f"{name} {number} {loss.item():.4f} nats per piece, {time.perf_counter() - began:.0f} s", flush=True)


def boltzmann_machines(seed: int) -> dict[str, np.ndarray]:
    """One on the pixels, and one on the hidden units of the first."""
    data = bright_pixels()[:LEARNED_FROM]
    first = boltzmann.learned(data, HIDDEN, 100, 0.05, seed)
    inner = boltzmann.drawn(first.up(data), np.random.default_rng(seed))
    second = boltzmann.learned(inner, HIDDEN, 60, 0.01, seed + 1)
    wrong = boltzmann.error(first, bright_pixels()[LEARNED_FROM:])
    print(f"boltzmann {wrong:.4f} mean squared error on pictures held out", flush=True)
    return {
        f"{name} {part}": getattr(machine, part)
        for name, machine in (("first", first), ("second", second))
        for part in ("weights", "pixels", "hidden")
    }


def make(name: str, seed: int = 0) -> None:
    if name == "boltzmann":
        save({key: tensor.astype(np.float16) for key, tensor in boltzmann_machines(seed).items()}, name)
        return
    size = corpus().pieces.count
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / "pieces.json").write_text(corpus().pieces.json, encoding="utf-8")
    if name == "hmm":
        ids = corpus().train.ids.numpy()[: READ * ROW].reshape(READ, ROW)
        machine = hidden.drawn(size, STATES, seed)
        for number in range(LONG[name]):
            machine, nats = hidden.round_of(machine, ids)
            print(f"hmm {number} {nats:.4f} nats per piece", flush=True)
        tensors = {"first": machine.first, "moves": machine.moves, "pieces": machine.pieces}
        save({name: tensor.astype(np.float32) for name, tensor in tensors.items()}, "hmm")
    elif name == "transformer":
        weights = net.drawn(seed, size)
        network(name, list(weights.values()), lambda ids: net.logits(weights, ids), seed)
        save({name: tensor.detach().numpy().astype(np.float16) for name, tensor in weights.items()}, name)
    else:
        model = recurrent.drawn(name, size, seed)  # type: ignore[arg-type]
        network(name, list(model.parameters()), model, seed)
        save({key: tensor.numpy().astype(np.float16) for key, tensor in model.state_dict().items()}, name)


def save(tensors: dict[str, np.ndarray], name: str) -> None:
    tensors = {key: np.ascontiguousarray(tensor) for key, tensor in tensors.items()}  # else it is written transposed
    save_file(tensors, WEIGHTS / f"{name}.safetensors")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["hmm", "elman", "lstm", "transformer", "boltzmann"])
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for each in arguments.names:
        make(each, arguments.seed)
