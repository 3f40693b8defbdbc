"""Figures of super-resolution: python -m models.superres.evaluate (the shipped sample; --full for the test set)."""

import argparse
from pathlib import Path

import numpy as np
import torch

from models.avatars.dataset import load, reduce, sample
from models.avatars.tensors import psnr, save_sheet
from models.superres.net import enlarge, load_superres, sharpness


def evaluate(full: bool = False, sheet: Path | None = None) -> dict[str, object]:
    pictures = np.asarray(load("test", 64)[0]) if full else reduce(sample()[0])
    small = reduce(pictures, 4)
    plain, ours = enlarge(None, small), enlarge(load_superres(), small)
    if sheet is not None:
        save_sheet(np.concatenate([plain[:8], ours[:8], pictures[:8]]), sheet, zoom=2)
    return {
        "pictures": len(pictures),
        "PSNR bicubic, dB": psnr(pictures, plain),
        "PSNR ours, dB": psnr(pictures, ours),
        "sharpness bicubic / ours / original": [sharpness(p) for p in (plain, ours, pictures)],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    torch.set_num_threads(2)
    for key, value in evaluate(parser.parse_args().full).items():
        print(f"{key}: {value}")
