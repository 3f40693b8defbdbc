"""Weights that ship in the repository: checked against their hashes before anything is loaded from them. No torch.

A folder of weights holds `sha256.json`, {"file": "hash"}, for every file a model reads.
"""

import hashlib
import json
from pathlib import Path

from models.engine.translation import N_
from models.weights.download import StoreError

DAMAGED = N_("The weights file {file} is damaged. Get the repository again.")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seal(folder: Path) -> None:
    """Write sha256.json for every other file of the folder and its subfolders. Done once, when weights are saved."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "sha256.json")
    hashes = {str(p.relative_to(folder)): digest(p) for p in files}
    (folder / "sha256.json").write_text(json.dumps(hashes, indent=1) + "\n")


def verify(folder: Path) -> str:
    """Check every file; return the hash of all hashes (the model's identity). Raises StoreError with one sentence."""
    seals = folder / "sha256.json"
    if not seals.exists():
        raise StoreError(
            N_("The model folder {folder} holds no weights. Get the repository again."), folder=str(folder)
        )
    try:
        hashes: dict[str, str] = json.loads(seals.read_text())
    except ValueError as error:
        raise StoreError(DAMAGED, file=str(seals)) from error
    for name, expected in hashes.items():
        path = folder / name
        if not path.exists():
            raise StoreError(N_("The weights file {file} is missing. Get the repository again."), file=str(path))
        if digest(path) != expected:
            raise StoreError(DAMAGED, file=str(path))
    return hashlib.sha256(seals.read_bytes()).hexdigest()
