"""Quality against steps, without words: python -m models.diffusion.evaluate_steps writes models/diffusion/steps.json.

Each number of steps draws the same seeds with the same scheduler. Pictures are judged by the classifier: the Fréchet
distance of its features to as many real pictures, and its mean confidence over the twelve attributes. The distance of
real pictures to other real ones, at the same number, is the floor that chance alone gives. About ten minutes on two
idle cores for both schedulers; --smoke takes seconds and writes nothing.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from models.avatars import shipped
from models.avatars.dataset import sample
from models.classifier.metrics import frechet
from models.classifier.net import load_classifier, probabilities, read
from models.diffusion.net import PIPELINE, build_scheduler, load_pipeline
from models.diffusion.train import draw

FILE = Path(__file__).with_name("steps.json")
STEPS = (1, 2, 5, 10, 20, 50)
SCHEDULERS = ("ddim", "dpm++")


def measure(n: int = 200, steps: tuple[int, ...] = STEPS, schedulers: tuple[str, ...] = SCHEDULERS) -> dict:
    """n pictures for each number of steps, against the first n of the shipped sample; n is at most half of it."""
    pipe, judge = load_pipeline(), load_classifier()
    pictures = sample()[0]
    real, other = read(judge, pictures[:n])[0], read(judge, pictures[n : 2 * n])[0]
    report = {
        "weights_sha256": shipped.verify(PIPELINE), "pictures": n, "real": "the shipped sample",
        "floor": round(frechet(other, real), 1), "real_confidence": confidence(judge, pictures[:n]),
        "steps": list(steps), "curves": {},
    }  # fmt: skip
    for name in schedulers:
        pipe.scheduler = build_scheduler(name)
        rows = []
        for count in steps:
            # A guidance of 1 is no guidance: the empty prompt alone, one pass a step.
            drawn = draw(pipe, [""] * n, count, guidance=1.0, seed=1000)
            rows.append((round(frechet(read(judge, drawn)[0], real), 1), confidence(judge, drawn)))
            print(name, count, *rows[-1], flush=True)
        report["curves"][name] = {"frechet": [f for f, _ in rows], "confidence": [c for _, c in rows]}
    return report


def confidence(judge: torch.nn.Module, pictures: np.ndarray) -> float:
    """The judge's probability of the value it reads, averaged over attributes and pictures."""
    return round(float(np.mean([p.max(1).mean() for p in probabilities(judge, pictures).values()])), 4)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.smoke:
        print(json.dumps(measure(4, (1, 2), ("ddim",))))
    else:
        FILE.write_text(json.dumps(measure(), indent=1) + "\n")
