"""Three families side by side: pictures without words of the VAE, the GAN and the diffusion model, measured alike.

As many pictures of each (COUNT), against as many real ones, in the same features of the classifier. `python -m
models.evaluate --only families` runs it; the parts are "real" (the floor), "beta", "gan" and "diffusion".
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from models.avatars.dataset import load, reduce, sample
from models.avatars.tensors import to_uint8
from models.classifier.net import load_classifier
from models.classifier.predictions import BEST_SCORE, Predictions, measures, predict, seconds_of_one
from models.diffusion import train as diffusion
from models.diffusion.net import build_scheduler, load_pipeline
from models.evaluate.pieces import in_pieces
from models.gan.evaluate import draw as draw_gan
from models.gan.net import load_gan
from models.vae.beta import BetaVAE, load_beta

COUNT = 1000  # pictures of each, of real ones twice as many
STEPS = 20  # of diffusion, as the page draws
PARTS = ("real", "beta", "gan", "diffusion")


def real(full: bool, count: int = COUNT) -> tuple[Predictions, Predictions]:
    """What the families are measured against, and as many other real ones; of the sample of 400, half each."""
    pictures = load("test", 64)[0] if full else reduce(sample()[0])
    count = min(count, len(pictures) // 2)
    both = predict(load_classifier(), pictures[: 2 * count])
    return both[:count], both[count:]


@torch.no_grad()
def draw_beta(model: BetaVAE, n: int, temperature: float = 1.0, seed: int = 0) -> np.ndarray:
    """uint8 (n, 64, 64, 3) from the prior: z of independent standard normals, times the temperature."""
    z = temperature * torch.randn(n, model.latent, generator=torch.Generator().manual_seed(seed))
    return np.concatenate([to_uint8(model.decode(part)) for part in z.split(100)])


def drawing(name: str) -> tuple[Callable[[int, int], np.ndarray], int]:
    """(draw(n, seed), network passes of one picture, the decoder's included)."""
    if name == "beta":
        model = load_beta()[0]
        return lambda n, seed: draw_beta(model, n, seed=seed), 1
    if name == "gan":
        generator = load_gan()[0]
        return lambda n, seed: draw_gan(generator, n, seed=seed), 1
    pipe = load_pipeline()
    pipe.scheduler = build_scheduler("dpm++")
    # A guidance of 1 is no guidance: the empty prompt alone, one pass a step.
    return lambda n, seed: diffusion.draw(pipe, [""] * n, STEPS, guidance=1.0, seed=seed), STEPS + 1


def measure(name: str, full: bool, keep: Path, count: int = COUNT) -> dict[str, object]:
    """The measures of one part. `keep`: a folder for what is drawn already, so that a stopped run goes on."""
    those, others = real(full, count)
    count = len(those.features)
    if name == "real":
        return {"pictures": count, "best_score": round(BEST_SCORE, 3)} | measures(others, those)
    draw, passes = drawing(name)
    pictures = in_pieces(keep / name, count, lambda n, start: draw(n, 10_000 + start))
    return {"pictures": count, "passes": passes, "seconds_of_one": round(seconds_of_one(lambda s: draw(1, s)), 4)} | (
        measures(predict(load_classifier(), pictures), those)
    )
