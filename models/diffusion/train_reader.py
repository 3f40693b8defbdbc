"""Trains the reader: python -m models.diffusion.train_reader --folder FOLDER [--steps 1000]. Resumes by itself."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import tyro
from safetensors.torch import save_file
from torch import nn

from models.avatars.attributes import ATTRIBUTES, sample_person
from models.avatars.wordings import KINDS, sayable, wording, words
from models.diffusion.reader import BUCKETS, PAIRS, REACH, WIDTH, groups


@dataclass(frozen=True)
class Config:
    folder: Path
    """Gets `last.pt` and `reader.safetensors`."""
    steps: int = 1000
    batch_size: int = 128
    learning_rate: float = 3e-3
    save_every: int = 200
    seed: int = 0


class Reader(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.EmbeddingBag(BUCKETS, WIDTH, mode="mean")
        self.first = nn.Conv1d(WIDTH, WIDTH, 2 * REACH + 1, padding=REACH)
        self.second = nn.Conv1d(WIDTH, WIDTH, 2 * REACH + 1, padding=REACH)
        self.out = nn.Linear(WIDTH, len(PAIRS))

    def forward(self, texts: list[list[str]]) -> torch.Tensor:
        """(n, pairs): the evidence of the most certain word."""
        flat = [groups(w) for text in texts for w in text]
        offsets = np.cumsum([0, *(len(g) for g in flat)])[:-1]
        vectors = self.embed(torch.tensor([g for one in flat for g in one]), torch.from_numpy(offsets))
        x = nn.utils.rnn.pad_sequence(vectors.split([len(t) for t in texts]), batch_first=True).mT
        mask = torch.arange(x.shape[2])[None] < torch.tensor([len(t) for t in texts])[:, None]
        for layer in (self.first, self.second):
            x = (x + F.relu(layer(x))) * mask[:, None]
        return self.out(x.mT).masked_fill(~mask[:, :, None], -1e4).amax(1)


def example(rng: np.random.Generator, kind: str | None = None, least: int = 1) -> tuple[str, dict[str, str]]:
    """(text, what it names): any attributes together, also those that no picture shows."""
    kind = kind or str(rng.choice(KINDS))
    person = sample_person(rng)
    if rng.random() < 0.1:
        person["glasses"] = "glasses"
    n = 1 if kind == "single words" else int(rng.integers(least, 9))
    named = [str(a) for a in rng.permutation(ATTRIBUTES)[:n]]
    named = sayable(person, named)
    return wording(person, named, rng, kind), {a: person[a] for a in named}


def batch(rng: np.random.Generator, size: int) -> tuple[list[list[str]], torch.Tensor]:
    rows = [example(rng) for _ in range(size)]
    place = {pair: i for i, pair in enumerate(PAIRS)}
    target = torch.zeros(size, len(PAIRS))
    for i, (_text, named) in enumerate(rows):
        target[i, [place[pair] for pair in named.items()]] = 1
    texts = [words(text) for text, _named in rows]
    return [[w for w in t if w != "," or rng.random() < 0.8] for t in texts], target


def main(config: Config) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(config.seed)
    config.folder.mkdir(parents=True, exist_ok=True)
    net = Reader()
    optimizer, last, start = torch.optim.Adam(net.parameters(), config.learning_rate), config.folder / "last.pt", 0
    if last.exists():
        state = torch.load(last)
        net.load_state_dict(state["net"]), optimizer.load_state_dict(state["optimizer"])
        start = state["step"]
    for step in range(start, config.steps):
        for group in optimizer.param_groups:
            group["lr"] = config.learning_rate * min(1, 2 * (1 - step / config.steps))
        texts, target = batch(np.random.default_rng([config.seed, step]), config.batch_size)
        loss = F.binary_cross_entropy_with_logits(net(texts), target, reduction="sum") / len(texts)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (step + 1) % 50 == 0:
            print(step + 1, f"{loss.item():.4f}", flush=True)
        if (step + 1) % config.save_every == 0 or step + 1 == config.steps:
            torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}, last)
            half = {name: value.half().contiguous() for name, value in net.state_dict().items()}
            save_file(half, config.folder / "reader.safetensors")


if __name__ == "__main__":
    main(tyro.cli(Config))
