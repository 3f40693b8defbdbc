"""A world of invented people: a small network learns where they were born, and is asked about them again.

Some people are in many sentences, most in few: the k-th in proportion to k^−law. New questions are about people drawn
by the same law, so some are about people whom no sentence was about. Good & Turing: the chance of that is about the
share of sentences about people in one sentence alone (Good 1953, doi:10.1093/biomet/40.3-4.237). A network that always
answers is wrong about them but for luck (Kalai et al. 2025, arXiv:2509.04664).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from models.engine.model_info import ModelInfo
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.translation import N_
from models.invented_people.kinds import ASKED, EPOCHS, GROUPS, LAWS, TOWNS, AskedStep, LearnPeople, WorldStep
from models.invented_people.learned import group

FIRST, LAST = 40, 100  # names; every pair is a person
WIDTH, HIDDEN, BATCH, RATE = 64, 256, 50, 0.003


@dataclass(frozen=True)
class World:
    towns: np.ndarray  # (people,) int64: where each was born
    told: np.ndarray  # (sentences,) int64: whom each sentence is about
    asked: np.ndarray  # (ASKED,) int64: whom each new question is about

    @property
    def times(self) -> np.ndarray:
        """(people,) how many sentences are about each."""
        return np.bincount(self.told, minlength=len(self.towns))


def world(request: LearnPeople) -> World:
    rng = np.random.default_rng(request.seed)
    people = FIRST * LAST
    shares = np.arange(1, people + 1) ** -LAWS[request.spread]
    shares = rng.permutation(shares / shares.sum())
    told, asked = rng.choice(people, request.sentences, p=shares), rng.choice(people, ASKED, p=shares)
    return World(rng.integers(0, TOWNS, people), told, asked)


class Network(nn.Module):
    """Reads a first and a last name and gives each town a logit."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = nn.Embedding(FIRST, WIDTH), nn.Embedding(LAST, WIDTH)
        self.out = nn.Sequential(nn.Linear(2 * WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, TOWNS))

    def forward(self, people: torch.Tensor) -> torch.Tensor:
        """(n,) people → (n, TOWNS)"""
        names = torch.cat([self.first(people // LAST), self.last(people % LAST)], 1)
        logits: torch.Tensor = self.out(names)
        return logits


def drawn(seed: int) -> Network:
    """With random numbers to begin with; torch's own generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Network()


def learn(request: LearnPeople) -> Iterator[Step]:
    """Trains on the sentences of a world, and asks after each number of EPOCHS. The same request gives the same bits
    on the same machine."""
    given, net = world(request), drawn(request.seed)
    groups = np.array([group(n) for n in given.times[given.asked].tolist()])
    yield WorldStep(
        passes=0,
        once=int((given.times == 1).sum()),
        numbers=sum(p.numel() for p in net.parameters()),
        asked=np.bincount(groups, minlength=len(GROUPS)),
    )
    shuffled = torch.Generator().manual_seed(request.seed)
    adam = torch.optim.AdamW(net.parameters(), RATE)
    told, towns = torch.tensor(given.told), torch.tensor(given.towns)
    passes = 0
    for epoch in range(1, EPOCHS[-1] + 1):
        for people in told[torch.randperm(len(told), generator=shuffled)].split(BATCH):
            loss = nn.functional.cross_entropy(net(people), towns[people])
            adam.zero_grad()
            loss.backward()
            adam.step()
            passes += 1
        if epoch in EPOCHS:
            yield asked(net, given, groups, epoch, passes + 1)
            passes = 0


@torch.no_grad()
def asked(net: Network, given: World, groups: np.ndarray, readings: int, passes: int) -> AskedStep:
    shares = net(torch.tensor(given.asked)).softmax(-1).numpy()
    wrong = shares.argmax(1) != given.towns[given.asked]
    members = [groups == g for g in range(len(GROUPS))]
    return AskedStep(
        passes=passes,
        readings=readings,
        wrong=np.array([wrong[those].sum() for those in members]),
        confidence=np.array([shares.max(1)[those].mean() if those.any() else 0.0 for those in members]),
    )


def load(progress: Callable[..., None]) -> None:
    pass


def describe(model: None, request: Request | None = None) -> ModelInfo:
    return ModelInfo(name=N_("no pretrained weights: trained in this run"), sha256="", arithmetic="fp32")


RUNS = {LearnPeople: lambda model, request: learn(request)}
