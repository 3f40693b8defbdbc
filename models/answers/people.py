"""A world of invented people: a small network learns where they were born, and is asked about them again.

    python -m models.answers.people

writes people.json. Some people are in many sentences, most in few: the k-th in proportion to k^−law. New questions are
about people drawn by the same law, so some are about people whom no sentence was about. Good & Turing: the chance of
that is about the share of sentences about people in one sentence alone (Good 1953, doi:10.1093/biomet/40.3-4.237). A
network that always answers is wrong about them but for luck (Kalai et al. 2025, arXiv:2509.04664).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from models.answers.learned import EPOCHS, FILE, GROUPS, LAWS, TOWNS, group

FIRST, LAST = 40, 100  # names; every pair is a person
SENTENCES, ASKED = 2000, 4000
WIDTH, HIDDEN, BATCH, RATE = 64, 256, 50, 0.003


@dataclass(frozen=True)
class World:
    towns: np.ndarray  # (people,) int64: where each was born
    told: np.ndarray  # (SENTENCES,) int64: whom each sentence is about
    asked: np.ndarray  # (ASKED,) int64: whom each new question is about

    @property
    def times(self) -> np.ndarray:
        """(people,) how many sentences are about each."""
        return np.bincount(self.told, minlength=len(self.towns))


def world(law: float, seed: int = 0) -> World:
    rng = np.random.default_rng(seed)
    people = FIRST * LAST
    shares = np.arange(1, people + 1) ** -law
    shares = rng.permutation(shares / shares.sum())
    told, asked = rng.choice(people, SENTENCES, p=shares), rng.choice(people, ASKED, p=shares)
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


def learn(law: float, seed: int = 0) -> dict[str, object]:
    """Trains on the sentences of a world, and asks after each number of EPOCHS."""
    given = world(law, seed)
    torch.manual_seed(seed)
    net, shuffled = Network(), torch.Generator().manual_seed(seed)
    adam = torch.optim.AdamW(net.parameters(), RATE)
    told, towns = torch.tensor(given.told), torch.tensor(given.towns)
    groups = np.array([group(n) for n in given.times[given.asked].tolist()])
    measured = []
    for epoch in range(1, EPOCHS[-1] + 1):
        for people in told[torch.randperm(SENTENCES, generator=shuffled)].split(BATCH):
            loss = nn.functional.cross_entropy(net(people), towns[people])
            adam.zero_grad()
            loss.backward()
            adam.step()
        if epoch in EPOCHS:
            with torch.no_grad():
                shares = net(torch.tensor(given.asked)).softmax(-1).numpy()
            wrong = shares.argmax(1) != given.towns[given.asked]
            measured.append(
                {
                    "wrong": [int(wrong[groups == g].sum()) for g in range(len(GROUPS))],
                    "confidence": [round(float(shares.max(1)[groups == g].mean()), 4) for g in range(len(GROUPS))],
                }
            )
    return {
        "once": int((given.times == 1).sum()),
        "asked": [int((groups == g).sum()) for g in range(len(GROUPS))],
        "epochs": measured,
    }


def main() -> None:
    torch.set_num_threads(1)
    learned = {name: learn(law) for name, law in LAWS.items()}
    numbers = sum(p.numel() for p in Network().parameters())
    FILE.write_text(json.dumps({"numbers": numbers, "sentences": SENTENCES, **learned}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
