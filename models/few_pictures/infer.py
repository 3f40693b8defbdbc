"""Runs of the small classifiers: no weights are loaded, each run trains its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.translation import N_
from models.few_pictures import net
from models.few_pictures.kinds import HELD_OUT, MEASURED_EVERY, STARTS, UPDATES, Altered, ClassifiedStep, FewPictures
from models.few_pictures.pictures import generated, real

BATCH, RATE, LOWEST = 64, 0.002, 0.02
WEAKEST, STRONGEST = 0.6, 1.4  # what each colour channel is multiplied by


def load(progress: Callable[..., None]) -> None:
    pass


def describe(model: None, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic="fp32")


def learn(request: FewPictures) -> Iterator[ClassifiedStep]:
    """The same request gives the same bits on the same machine."""
    for start in range(STARTS):
        yield from _one(request, start)


def _one(request: FewPictures, start: int) -> Iterator[ClassifiedStep]:
    seed = STARTS * request.seed + start
    classifier, generator = net.drawn(seed), torch.Generator().manual_seed(seed)
    (x, styles), (held_x, held_styles) = learned_from(request, generator), held_out()
    optimizer = torch.optim.AdamW(classifier.parameters(), RATE, fused=True)
    for number in range(1, UPDATES + 1):
        batch = torch.randint(len(x), (BATCH,), generator=generator)
        loss = cross_entropy(classifier(alter(x[batch], request.altered, generator)), styles[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.param_groups[0]["lr"] = RATE * max(LOWEST, 1 - (number - 1) / UPDATES)
        optimizer.step()
        if number % MEASURED_EVERY == 0:
            right = round(HELD_OUT * share_right(classifier, held_x, held_styles))
            known = share_right(classifier, x, styles)
            yield ClassifiedStep(passes=MEASURED_EVERY, start=start, number=number, right=right, learned_right=known)


def learned_from(request: FewPictures, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """(n, 3, 16, 16) and (n,): real pictures drawn at random, then generated ones drawn at random."""
    pictures, styles = real()
    order = torch.randperm(len(pictures) - HELD_OUT, generator=generator)[: request.pictures].numpy()
    made, asked = generated()
    more = torch.randperm(len(made), generator=generator)[: request.generated].numpy()
    return (
        torch.cat([as_numbers(pictures[order]), as_numbers(made[more])]),
        torch.cat([torch.from_numpy(styles[order]), torch.from_numpy(asked[more])]),
    )


def held_out() -> tuple[Tensor, Tensor]:
    pictures, styles = real()
    return as_numbers(pictures[-HELD_OUT:]), torch.from_numpy(styles[-HELD_OUT:])


def as_numbers(pictures: object) -> Tensor:
    """uint8 (n, 16, 16, 3) → (n, 3, 16, 16) from −1 to 1."""
    return torch.as_tensor(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def alter(x: Tensor, altered: Altered, generator: torch.Generator) -> Tensor:
    """Each picture of (n, 3, 16, 16) by itself, at random."""
    if altered == "colours":
        gain = WEAKEST + (STRONGEST - WEAKEST) * torch.rand(len(x), 3, 1, 1, generator=generator)
        return ((x + 1) * gain - 1).clamp(-1, 1)
    if altered == "mirror":
        mirrored = torch.rand(len(x), 1, 1, 1, generator=generator) < 0.5
        return torch.where(mirrored, x.flip(3), x)
    return x


@torch.no_grad()
def share_right(classifier: torch.nn.Module, x: Tensor, styles: Tensor) -> float:
    return (classifier(x).argmax(1) == styles).float().mean().item()


RUNS = {FewPictures: lambda model, request: learn(request)}
