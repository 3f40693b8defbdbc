"""Uploaded pictures, measured: the memory that reading one takes, beside decoding it whole as Pillow does by itself.

python tests/bench/uploads.py     each file is read in processes of its own, by both in turn
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402

from pages.chapters.latent_space.picture_file import read_file  # noqa: E402

WIDTH, HEIGHT = 7300, 5475  # 40 million pixels


def whole(data: bytes) -> np.ndarray:
    """Decoded, turned and laid on white at its full size."""
    rgba = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGBA")
    flat = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
    return np.asarray(ImageOps.fit(flat, (128, 128), Image.Resampling.LANCZOS))


def measure(way: str, path: str) -> None:
    """Prints the seconds and the MB that this process needed beyond what it had."""
    data = Path(path).read_bytes()
    before, start = peak(), time.process_time()
    {"reduced": read_file, "whole": whole}[way](data)
    print(json.dumps([time.process_time() - start, peak() - before]))


def peak() -> float:
    """The most memory this process ever had, in MB (Linux)."""
    return int(re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[0]) / 1024


def main() -> None:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.uint16)
    photo = Image.fromarray(np.stack([x // 30, y // 30, (x + y) // 60], -1).astype(np.uint8))
    with tempfile.TemporaryDirectory() as folder:
        for kind, mode in (("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "L")):
            path = f"{folder}/photo"
            photo.convert(mode).save(path, kind)
            seconds, memory = {}, {}
            for way in ("whole", "reduced"):
                said = subprocess.check_output([sys.executable, __file__, way, path], text=True)
                seconds[way], memory[way] = json.loads(said)
            print(
                f"40 Mpx {kind} ({mode}): {memory['reduced']:.0f} MB against {memory['whole']:.0f} MB decoded whole, "
                f"{memory['whole'] / max(1, memory['reduced']):.1f} times less; "
                f"{seconds['whole'] / seconds['reduced']:.1f} times as fast"
            )


if __name__ == "__main__":
    measure(*sys.argv[1:]) if sys.argv[1:] else main()
