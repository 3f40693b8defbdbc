"""The data set: 24,000 training, 5,000 test and 2,400 held-out-pair pictures of 128x128, made by one command.

    python -m models.avatars.dataset            renders all of it (node needed), checks the hashes, prints where it is

The app needs none of this: it reads the small `sample.npz` beside this file (`sample()`).
Folder: $GENERATIVE_AI_LIVE_CACHE/avatars, by default ~/.cache/generative-ai-live/avatars (2 GB).
"""

import argparse
import functools
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from models.avatars.attributes import HELD_OUT, held_out, labels, options, sample_person, to_person, to_row

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("GENERATIVE_AI_LIVE_CACHE", Path.home() / ".cache" / "generative-ai-live"))
SIZE = 128
COUNTS = {"train": 24_000, "test": 5_000, "pairs": 300 * len(HELD_OUT)}
SHA256 = {  # of the pixel bytes of each split, renderer and exact pins as in package.json
    "train": "3ba31a27fee83c01082396dadacbad2a828b356d18bbb8a7342146a11d999406",
    "test": "c21bdac4852a5c59787e6d86f883065584f98ec954ca2b0955cf62bd51d394bf",
    "pairs": "36eaa3c8f795957383ccedab6e60ba0a88bc1825ac2a144a45b2b42741111f9b",
}


def people(split: str, skewed: bool = False, count: int | None = None) -> np.ndarray:
    """Rows (n, 12) int8 of a split. Nobody of `test` occurs in `train`; `pairs` shows each held-out pair 300 times."""
    rng = np.random.default_rng(["train", "test", "pairs"].index(split))
    rows: list[np.ndarray] = []
    count = COUNTS[split] if count is None else count
    known = {bytes(row) for row in people("train")} if split == "test" else set()
    while len(rows) < count:
        pair = len(rows) * len(HELD_OUT) // count if split == "pairs" else None
        fixed = {} if pair is None else dict([HELD_OUT[pair][:2], HELD_OUT[pair][2:]])
        person = sample_person(rng, fixed, skewed=skewed)
        wanted = not held_out(person) if pair is None else pair in held_out(person)
        row = np.array(to_row(person), np.int8)
        if wanted and bytes(row) not in known:
            rows.append(row)
    return np.stack(rows)


def render(rows: np.ndarray, size: int = SIZE, node: Path | None = None) -> np.ndarray:
    """Pictures (n, size, size, 3) uint8 of people, by node. Build-time only."""
    node = node or renderer()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "options.jsonl", Path(folder) / "pixels.bin"
        source.write_text("\n".join(json.dumps(options(to_person(row))) for row in rows))
        subprocess.run(["node", str(node / "render.mjs"), str(source), str(target), str(size)], check=True)
        return np.fromfile(target, np.uint8).reshape(len(rows), size, size, 3)


def renderer() -> Path:
    """A folder with render.mjs and its node_modules, created on first use outside the repository."""
    folder = CACHE / "renderer"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("render.mjs", "package.json"):
        shutil.copy(HERE / name, folder / name)
    if not (folder / "node_modules").exists():
        subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder


def reduce(pictures: np.ndarray, factor: int = 2) -> np.ndarray:
    """Mean of factor x factor squares, rounded: 128 -> 64 for the small models."""
    n, h, w, c = pictures.shape
    squares = pictures.reshape(n, h // factor, factor, w // factor, factor, c)
    small: np.ndarray = (squares.mean((2, 4), dtype=np.float32) + 0.5).astype(np.uint8)
    return small


def load(split: str, size: int = SIZE) -> tuple[np.ndarray, np.ndarray]:
    """(pictures (n, size, size, 3) uint8, memory-mapped; rows (n, 12) int8) of the rendered data set."""
    folder = CACHE / "avatars"
    if not (folder / f"{split}-{size}.npy").exists():
        raise FileNotFoundError(f"No data set in {folder}. Make it with: python -m models.avatars.dataset")
    return np.load(folder / f"{split}-{size}.npy", mmap_mode="r"), np.load(folder / f"{split}-rows.npy")


@functools.cache
def sample() -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """The shipped sample: (pictures (400, 128, 128, 3) uint8, rows (400, 12) int8, captions). The first of `test`."""
    with np.load(HERE / "sample.npz") as file:
        return file["pictures"], file["rows"], tuple(str(caption) for caption in file["captions"])


def make_sample(count: int = 400) -> None:
    from models.avatars.captions import caption

    pictures, rows = load("test")
    rng = np.random.default_rng(0)
    captions = [caption(to_person(row), rng, 0.8) for row in rows[:count]]
    np.savez_compressed(HERE / "sample.npz", pictures=pictures[:count], rows=rows[:count], captions=captions)


def make(folder: Path, check: bool = True) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for split in COUNTS:
        rows = people(split)
        pictures = np.concatenate([render(part) for part in np.array_split(rows, max(1, len(rows) // 2000))])
        digest = hashlib.sha256(pictures.tobytes()).hexdigest()
        print(f"{split}: {len(rows)} pictures, sha256 {digest}", flush=True)
        if check and SHA256.get(split) not in (None, digest):
            raise SystemExit(f"{split}: expected {SHA256[split]}. The renderer or the attributes differ from ours.")
        np.save(folder / f"{split}-rows.npy", rows)
        np.save(folder / f"{split}-128.npy", pictures)
        np.save(folder / f"{split}-64.npy", reduce(pictures))
    print(f"written to {folder}; the classifier's targets are labels(rows)", labels(rows[:1]).tolist())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", action="store_true", help="only write sample.npz from the rendered set")
    if parser.parse_args().sample:
        make_sample()
    else:
        make(CACHE / "avatars")
