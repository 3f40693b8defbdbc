"""Figures of text to image: python -m models.diffusion.evaluate [--parts accuracy heldout leakage frechet time ...]

The classifier reads each generated picture; a figure is the share of named attributes it reads back.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

from models.avatars.attributes import ATTRIBUTES, HELD_OUT, held_out, sample_person, to_person, to_row
from models.avatars.captions import caption, prompt
from models.avatars.dataset import CACHE, load
from models.classifier.net import Classifier, load_classifier, read
from models.classifier.predictions import measures, predict
from models.diffusion.evaluate_leakage import PROMPTS, leaked
from models.diffusion.net import PIPELINE, SCHEDULERS, build_scheduler, load_pipeline
from models.diffusion.train import draw
from models.evaluate.pieces import in_pieces
from models.weights import shipped

STEPS, GUIDANCE = 20, 4.0


@dataclass(frozen=True)
class Bench:
    """The model to measure, its classifier, and how many pictures to draw."""

    pipe: StableDiffusionPipeline
    classifier: Classifier
    n: int = 150  # prompts
    big: int = 5000  # pictures for the Fréchet distance
    keep: Path = CACHE / "evaluate"  # of these weights alone: pictures drawn already, so that a stopped run goes on

    def draw(
        self,
        name: str,
        texts: list[str],
        steps: int = STEPS,
        guidance: float = GUIDANCE,
        scheduler: str = "dpm++",
        seed: int = 0,
    ) -> np.ndarray:
        """Pictures of texts; those of the same name, number and settings are drawn once."""

        def some(n: int, start: int) -> np.ndarray:
            self.pipe.scheduler = build_scheduler(scheduler)
            return draw(self.pipe, texts[start : start + n], steps, guidance, seed + start)

        return in_pieces(self.keep / f"{name}-{len(texts)}-{scheduler}-{steps}-{guidance:g}", len(texts), some)

    def share(self, steps: int = STEPS, guidance: float = GUIDANCE, scheduler: str = "dpm++") -> float:
        """Share of named attributes that are read back."""
        texts, wanted = zip(*prompts(self.n, seed=7), strict=True)
        pictures = self.draw("prompts", list(texts), steps, guidance, scheduler)
        return round(score(self.classifier, pictures, list(wanted))[0], 4)


def bench(folder: Path = PIPELINE, n: int = 150, big: int = 5000, keep: Path = CACHE / "evaluate") -> Bench:
    pipe = load_pipeline(folder)
    pipe.scheduler = build_scheduler("dpm++")
    return Bench(pipe, load_classifier(), n, big, keep / shipped.verify(folder)[:16])


def prompts(n: int, seed: int, pair: tuple[str, str, str, str] | None = None) -> list[tuple[str, dict[str, int]]]:
    """[(text, {named attribute: index})]: people who show no held-out pair, or who all show the given one."""
    rng, out = np.random.default_rng(seed), []
    fixed = {} if pair is None else dict([pair[:2], pair[2:]])
    if "hair_color" in fixed and "top" not in fixed:
        fixed["top"] = "short hair"  # hair that shows its colour
    while len(out) < n:
        person = sample_person(rng, fixed)
        shown = held_out(person)
        if shown if pair is None else HELD_OUT.index(pair) not in shown:
            continue
        include = [] if pair is None else [pair[0], pair[2]]
        text, named = prompt(person, rng, int(rng.integers(3, 11)) if pair is None else 5, include)
        row = dict(zip(ATTRIBUTES, to_row(person), strict=True))
        out.append((text, {a: row[a] for a in named}))
    return out


def score(classifier: Classifier, pictures: np.ndarray, wanted: list[dict[str, int]]) -> tuple[float, dict[str, float]]:
    """(share of all named attributes read back, the same per attribute)."""
    _, read_rows = read(classifier, pictures)
    right = [(a, int(read_rows[i, ATTRIBUTES.index(a)] == v)) for i, w in enumerate(wanted) for a, v in w.items()]
    per = {
        a: round(float(np.mean([r for b, r in right if b == a])), 4)
        for a in ATTRIBUTES
        if any(b == a for b, _ in right)
    }
    return float(np.mean([r for _, r in right])), per


def accuracy(bench: Bench) -> dict[str, object]:
    texts, wanted = zip(*prompts(bench.n, seed=7), strict=True)
    share, per = score(bench.classifier, bench.draw("prompts", list(texts), STEPS), list(wanted))
    return {"prompts": bench.n, "steps": STEPS, "guidance": GUIDANCE, "mean": share, "per": per}


def heldout(bench: Bench, steps: int | None = None) -> dict[str, object]:
    """Pairs of attributes that never stood together in the training pictures: is each drawn with both?"""
    each, both = max(2, bench.n // 8), {}
    for i, pair in enumerate(HELD_OUT):
        part = prompts(each, seed=100 + i, pair=pair)
        _, read_rows = read(bench.classifier, bench.draw(f"pair-{i}", [text for text, _ in part], steps or STEPS))
        wanted = [[named[pair[0]], named[pair[2]]] for _, named in part]
        right = read_rows[:, [ATTRIBUTES.index(pair[0]), ATTRIBUTES.index(pair[2])]] == wanted
        both[f"{pair[1]} + {pair[3]}"] = float(right.all(1).mean())
    return {"prompts of each": each, "mean": float(np.mean(list(both.values()))), "both right": both}


def leakage(bench: Bench) -> dict[str, object]:
    n, report = max(2, 2 * bench.n // 3), {}
    for i, (text, named) in enumerate(PROMPTS.items()):
        _, read_rows = read(bench.classifier, bench.draw(f"leakage-{i}", [text] * n, STEPS, seed=500))
        per = leaked(read_rows.astype(int), named)
        means = (
            {kind: round(float(np.mean([v[kind] for v in per.values()])), 3) for kind in ("distance", "floor")}
            if per
            else {}
        )
        report[text] = means | {"per attribute (distance, floor)": {a: list(v.values()) for a, v in per.items()}}
    return {"pictures of each prompt": n} | report


def guidance(bench: Bench) -> dict[str, object]:
    return {"prompts": bench.n} | {str(g): bench.share(guidance=g) for g in (1.0, 2.0, 7.5)}


def schedulers(bench: Bench) -> dict[str, object]:
    return {"prompts": bench.n, "steps": STEPS} | {name: bench.share(scheduler=name) for name in SCHEDULERS}


def steps(bench: Bench) -> dict[str, object]:
    return {"prompts": bench.n} | {str(s): bench.share(steps=s) for s in (1, 2, 4, 5, 10, 50)}


def distance(bench: Bench, steps: int = 10, guidance: float = 2.0) -> dict[str, object]:
    """Captions of training pictures, drawn, beside the test set; and as many training pictures beside it."""
    real = predict(bench.classifier, load("test", 64)[0][: bench.big])
    train, rows = load("train", 64)
    rng = np.random.default_rng(3)
    captions = [caption(to_person(row), rng, 0.8) for row in rows[: bench.big]]
    pictures = bench.draw("captions", captions, steps, guidance)
    return {
        "pictures": bench.big,
        "steps": steps,
        "guidance": guidance,
        "generated against real": measures(predict(bench.classifier, pictures), real),
        "real against real": measures(predict(bench.classifier, train[: bench.big]), real),
    }


def seconds(bench: Bench) -> dict[str, object]:
    text, taken = prompts(1, seed=7)[0][0], []
    bench.pipe.scheduler = build_scheduler("dpm++")
    for _ in range(4):
        began = time.perf_counter()
        bench.pipe(text, num_inference_steps=STEPS, guidance_scale=GUIDANCE, output_type="np")
        taken.append(time.perf_counter() - began)
    return {
        "seconds of a picture, 20 guided steps and decode, fp32": min(taken),
        "threads": torch.get_num_threads(),
        "load of the machine": round(os.getloadavg()[0], 1),  # says how idle its cores were
    }


PARTS: dict[str, Callable[[Bench], dict[str, object]]] = {
    "accuracy": accuracy,
    "heldout": heldout,
    "leakage": leakage,
    "guidance": guidance,
    "schedulers": schedulers,
    "steps": steps,
    "frechet": distance,
    "time": seconds,
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=PIPELINE)
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=tuple(PARTS))
    parser.add_argument("--n", type=int, default=150, help="prompts")
    parser.add_argument("--big", type=int, default=5000, help="pictures for the Fréchet distance")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    measured = bench(arguments.weights, arguments.n, arguments.big)
    for part in arguments.parts:
        print(json.dumps({part: PARTS[part](measured)}, ensure_ascii=False), flush=True)
