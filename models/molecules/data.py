"""The molecules that the model learns from: MOSES' training set (molsets, MIT), shuffled, with logP by RDKit.

    pip download --no-deps molsets==0.3.1 && pip install rdkit==2026.9.1
    python -m models.molecules.data --wheel molsets-0.3.1-py3-none-any.whl

It takes 0.3 ms of one core for each molecule. RDKit is needed here and in the tests only.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tyro

from models.avatars.dataset import CACHE
from models.molecules.smiles import END, LENGTH, condition, encode

FILE = CACHE / "molecules" / "moses.npz"


@dataclass(frozen=True)
class Config:
    wheel: Path
    out: Path = FILE
    count: int = 800_000
    """How many of the 1,584,663: the first of them in a random order."""
    seed: int = 0


def read(wheel: Path, part: str = "train") -> list[str]:
    """The SMILES of one part of MOSES: train, test or test_scaffolds. They are RDKit's canonical ones."""
    with zipfile.ZipFile(wheel) as files, files.open(f"moses/dataset/data/{part}.csv.gz") as packed:
        lines = io.TextIOWrapper(gzip.open(packed)).read().splitlines()
    return [line.split(",")[0].strip() for line in lines[1:]]


def shuffled(smiles: list[str], seed: int = 0) -> list[str]:
    return [smiles[i] for i in np.random.default_rng(seed).permutation(len(smiles))]


def rows(smiles: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """(n, LENGTH) uint8 ids, each ended and padded, and (n,) uint8 conditions by logP."""
    from rdkit import Chem  # noqa: PLC0415
    from rdkit.Chem import Crippen  # noqa: PLC0415

    ids = np.zeros((len(smiles), LENGTH), np.uint8)
    told = np.zeros(len(smiles), np.uint8)
    for row, text in enumerate(smiles):
        own = [*encode(text), END]
        ids[row, : len(own)] = own
        told[row] = condition(Crippen.MolLogP(Chem.MolFromSmiles(text)))
    return ids, told


def main(config: Config) -> None:
    ids, told = rows(shuffled(read(config.wheel), config.seed)[: config.count])
    config.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(config.out, ids=ids, told=told)
    print(f"{len(ids):,} molecules, {(ids != 0).sum() / len(ids):.1f} tokens each, the end among them")


if __name__ == "__main__":
    main(tyro.cli(Config))
