"""Quality against steps, without words: python -m models.diffusion.evaluate_steps [--schedulers NAME ...] writes
models/diffusion/steps.json.

Each number of steps draws the same seeds with the same scheduler. Pictures are rated by the classifier: the Fréchet
distance of its features to as many real pictures, precision and recall, and its mean confidence over the twelve
attributes. The distance of real pictures to other real ones, at the same number, is the floor that chance alone gives.
About five minutes for each scheduler on two idle cores; --smoke takes seconds and writes nothing. A scheduler that was
measured on these weights isn't measured again.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.avatars.dataset import CACHE, sample
from models.classifier.net import load_classifier
from models.classifier.predictions import measures, predict
from models.diffusion.net import PIPELINE, build_scheduler, load_pipeline
from models.diffusion.train import draw
from models.evaluate.pieces import in_pieces
from models.weights import shipped

FILE = Path(__file__).with_name("steps.json")
STEPS = (1, 2, 5, 10, 20, 50)
SCHEDULERS = ("ddim", "dpm++", "euler", "ddpm")
MEASURES = ("frechet", "precision", "recall", "score", "confidence", "seconds")


def head(n: int = 200, steps: tuple[int, ...] = STEPS) -> dict[str, Any]:
    """What all curves share: the weights, and the first n of the shipped sample against the next n."""
    pictures = predict(load_classifier(), sample()[0][: 2 * n])
    measured = measures(pictures[n : 2 * n], pictures[:n])
    return {
        "weights_sha256": shipped.verify(PIPELINE),
        "pictures": n,
        "real": "the shipped sample",
        "floor": measured["frechet"],
        "real_confidence": round(float(pictures[:n].confidence.mean()), 4),
        "steps": list(steps),
        "curves": {},
    }


def curve(
    scheduler: str, n: int = 200, steps: tuple[int, ...] = STEPS, keep: Path = CACHE / "evaluate"
) -> dict[str, list[float]]:
    """Each of MEASURES per number of steps: n pictures against the first n of the shipped sample, at most its half.

    seconds: wall time of one picture of a batch of at most 20, decoded. Pictures stay in `keep`, in a folder of these
    weights, so that a stopped run goes on.
    """
    pipe, classifier, measured = load_pipeline(), load_classifier(), []
    pipe.scheduler = build_scheduler(scheduler)
    real, keep = predict(classifier, sample()[0][:n]), keep / shipped.verify(PIPELINE)[:16]
    for count in steps:
        # A guidance of 1 is no guidance: the empty prompt alone, one pass a step.
        def some(k: int, start: int, count: int = count) -> np.ndarray:
            return draw(pipe, [""] * k, count, guidance=1.0, seed=1000 + start)

        began = time.perf_counter()
        some(min(n, 20), 0)
        taken = round((time.perf_counter() - began) / min(n, 20), 4)
        drawn = in_pieces(keep / f"steps-{n}-{scheduler}-{count}", n, some)
        measured.append(measures(predict(classifier, drawn), real) | {"seconds": taken})
        print(scheduler, count, measured[-1], flush=True)
    return {name: [row[name] for row in measured] for name in MEASURES}


def part(scheduler: str, _options: object = None) -> dict[str, Any]:
    """One scheduler's curve, from the file if these weights were measured, else measured and written there."""
    report = json.loads(FILE.read_text()) if FILE.exists() else {}
    if report.get("weights_sha256") != shipped.verify(PIPELINE):
        report = head()
    if MEASURES[-1] not in report["curves"].get(scheduler, {}):
        report["curves"][scheduler] = curve(scheduler)
        FILE.write_text(json.dumps(report, indent=1) + "\n")
    return {"pictures": report["pictures"], "steps": report["steps"]} | report["curves"][scheduler]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schedulers", nargs="*", choices=SCHEDULERS, default=SCHEDULERS)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    for name in arguments.schedulers:
        print(json.dumps(curve(name, 4, (1, 2)) if arguments.smoke else part(name)))
