"""Figures of the codec and the VAE: python -m models.vae.evaluate (the shipped sample; --full for the test set)."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL

from models.avatars.attributes import ATTRIBUTES, labels
from models.avatars.dataset import load, reduce, sample
from models.avatars.tensors import psnr, save_sheet, to_uint8
from models.classifier.metrics import frechet
from models.classifier.net import accuracy, load_classifier, read
from models.diffusion.net import PIPELINE
from models.vae import beta
from models.vae.evaluate_directions import brought, others
from models.vae.train import reconstruct
from models.vae.train_beta import means

AMOUNTS = (1.0, 1.25, 1.5, 2.0)  # of a direction


def evaluate_codec(folder: Path = PIPELINE / "vae", full: bool = False, sheet: Path | None = None) -> dict[str, object]:
    codec = AutoencoderKL.from_pretrained(folder, dtype=torch.float32).to(memory_format=torch.channels_last)
    pictures, rows = load("test")[:2] if full else sample()[:2]
    size = codec.config.sample_size
    pictures = np.asarray(pictures) if size == 128 else reduce(np.asarray(pictures), 128 // size)
    recon = reconstruct(codec, pictures)
    classifier = load_classifier()
    real_features, real_rows = read(classifier, pictures)
    recon_features, recon_rows = read(classifier, recon)
    original, kept = (accuracy(r, labels(rows)) for r in (real_rows, recon_rows))
    half = len(pictures) // 2
    if sheet is not None:
        pairs = np.stack([p[:24].reshape(3, 8, size, size, 3) for p in (pictures, recon)], 1)
        save_sheet(pairs.reshape(-1, size, size, 3), sheet)
    return {
        "pictures": len(pictures),
        "PSNR, dB": psnr(pictures, recon),
        "attributes read, relative to originals": float(
            np.mean(list(kept.values())) / np.mean(list(original.values()))
        ),
        "per attribute": {k: round(kept[k] / original[k], 4) for k in ATTRIBUTES},
        "Fréchet distance, reconstructions against originals": frechet(recon_features, real_features),
        f"Fréchet distance, real {half} against real {half}": frechet(real_features[:half], real_features[half:]),
    }


@torch.no_grad()
def evaluate_beta(folder: Path = beta.WEIGHTS, full: bool = False, n: int = 200) -> dict[str, object]:
    """Per value of an attribute: in what share of n pictures that show another value does its direction bring it?"""
    model, values = beta.load_beta(folder)
    pictures, rows = (load("test", 64)) if full else (reduce(sample()[0]), sample()[1])
    pictures, seen, classifier = np.asarray(pictures), labels(rows), load_classifier()
    mu = means(model, pictures)
    recon = to_uint8(model.decode(mu[:1000]))
    by_name = {name: brought(model, values, mu[others(rows, name, n)], name, AMOUNTS) for name in values}
    best = {name: max(shares) for name, shares in by_name.items()}
    _, read_rows = read(classifier, recon)
    return {
        "pictures": len(pictures),
        "PSNR, dB": psnr(pictures[: len(recon)], recon),
        "attributes read in reconstructions": {
            k: round(v, 3) for k, v in accuracy(read_rows, seen[: len(recon)]).items()
        },
        "share of pictures whose reading changes to the direction's value, mean of directions, by amount": {
            str(amount): float(np.mean([shares[k] for shares in by_name.values()])) for k, amount in enumerate(AMOUNTS)
        },
        "the same, each direction with its best amount": float(np.mean(list(best.values()))),
        "directions that do so in 80 % of pictures": f"{sum(v >= 0.8 for v in best.values())} of {len(best)}",
        "per direction": best,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codec", type=Path, default=PIPELINE / "vae")
    parser.add_argument("--beta", type=Path, default=beta.WEIGHTS)
    parser.add_argument("--only", choices=("codec", "beta"))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    report = {}
    if arguments.only != "beta":
        report |= {"codec": evaluate_codec(arguments.codec, arguments.full, arguments.sheet)}
    if arguments.only != "codec":
        report |= {"beta": evaluate_beta(arguments.beta, arguments.full)}
    print(json.dumps(report, indent=1, ensure_ascii=False))
