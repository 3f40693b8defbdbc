"""Figures of text to image: python -m models.diffusion.evaluate [--parts accuracy heldout leakage frechet time ...]

The judge reads each generated picture; a figure is the share of named attributes it reads back.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch

from models.avatars.attributes import (
    ATTRIBUTES,
    BALANCED,
    HELD_OUT,
    NAMES,
    held_out,
    sample_person,
    to_person,
    to_row,
    visible,
)
from models.avatars.captions import caption, prompt
from models.avatars.dataset import load
from models.classifier.metrics import frechet, precision_recall, total_variation
from models.classifier.net import Classifier, load_classifier, read
from models.diffusion.net import PIPELINE, SCHEDULERS, build_scheduler, load_pipeline
from models.diffusion.train import draw

PARTS = ("accuracy", "heldout", "leakage", "guidance", "schedulers", "steps", "frechet", "time")


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


def score(judge: Classifier, pictures: np.ndarray, wanted: list[dict[str, int]]) -> tuple[float, dict[str, float]]:
    """(share of all named attributes read back, the same per attribute)."""
    _, found = read(judge, pictures)
    right = [(a, int(found[i, ATTRIBUTES.index(a)] == v)) for i, w in enumerate(wanted) for a, v in w.items()]
    per = {
        a: round(float(np.mean([r for b, r in right if b == a])), 4)
        for a in ATTRIBUTES
        if any(b == a for b, _ in right)
    }
    return float(np.mean([r for _, r in right])), per


def leakage(pipe, judge: Classifier, steps: int, guidance: float, n: int = 100) -> dict[str, object]:
    """Short prompts; per unnamed attribute the total variation between what appears and the world's frequencies.

    `floor` is the same for n real people: with few pictures, chance alone gives this much.
    """
    report = {}
    for text in ("a person", "a person with a yellow hoodie", "a person with a red hat", "a smiling person"):
        _, found = read(judge, draw(pipe, [text] * n, steps, guidance, seed=500))
        rng = np.random.default_rng(4)
        chance = np.array([to_row(sample_person(rng)) for _ in range(n)])
        distance, floor = {}, []
        for i, a in enumerate(ATTRIBUTES):
            expected = np.array(BALANCED.get(a, np.ones(len(NAMES[a])) / len(NAMES[a])))
            people = [to_person(r) for r in found]
            seen = [visible(p)[a] for p in people]
            if any(word in text for word in (" " + n_ for n_ in NAMES[a])) or sum(seen) < 20:
                continue
            counts = np.bincount(found[seen, i], minlength=len(expected))
            distance[a] = round(total_variation(counts, expected), 3)
            floor.append(total_variation(np.bincount(chance[: sum(seen), i], minlength=len(expected)), expected))
        report[text] = distance | {
            "mean": round(float(np.mean(list(distance.values()))), 3),
            "floor": round(float(np.mean(floor)), 3),
        }
    return report


def evaluate(folder: Path = PIPELINE, parts: tuple[str, ...] = PARTS, n: int = 150, big: int = 5000, steps: int = 20,
             guidance: float = 4.0) -> dict[str, object]:  # fmt: skip
    pipe, judge, report = load_pipeline(folder), load_classifier(), {}
    pipe.scheduler = build_scheduler("dpm++")
    texts, wanted = zip(*prompts(n, seed=7), strict=True)
    texts = list(texts)

    def say(key: str, value: object) -> None:
        report[key] = value
        print(json.dumps({key: value}), flush=True)

    if "accuracy" in parts:
        share, per = score(judge, draw(pipe, texts, steps, guidance), wanted)
        say("accuracy", {"prompts": n, "steps": steps, "guidance": guidance, "mean": share, "per": per})
    if "heldout" in parts:
        both = {}
        for i, pair in enumerate(HELD_OUT):
            part = prompts(max(2, n // 8), seed=100 + i, pair=pair)
            _, found = read(judge, draw(pipe, [t for t, _ in part], steps, guidance))
            ok = [
                all(found[j, ATTRIBUTES.index(k)] == w[k] for k in (pair[0], pair[2])) for j, (_, w) in enumerate(part)
            ]
            both[f"{pair[1]} + {pair[3]}"] = float(np.mean(ok))
        say(
            "heldout",
            {"prompts of each": max(2, n // 8), "mean": float(np.mean(list(both.values()))), "both right": both},
        )
    if "leakage" in parts:
        say("leakage", leakage(pipe, judge, steps, guidance))
    if "guidance" in parts:
        say("guidance", {g: score(judge, draw(pipe, texts, steps, g), wanted)[0] for g in (1.0, 2.0, 7.5)})
    if "schedulers" in parts:
        found = {}
        for name in SCHEDULERS:
            pipe.scheduler = build_scheduler(name)
            found[name] = score(judge, draw(pipe, texts, steps, guidance), wanted)[0]
        pipe.scheduler = build_scheduler("dpm++")
        say("schedulers", found)
    if "steps" in parts:
        found = {s: score(judge, draw(pipe, texts, s, guidance), wanted)[0] for s in (1, 2, 4, 5, 10, 50)}
        say("steps", found)
    if "frechet" in parts:
        real = read(judge, load("test", 64)[0][:big])[0]
        train, rows = load("train", 64)
        floor = frechet(read(judge, train[:big])[0], real)
        rng = np.random.default_rng(3)
        captions = [caption(to_person(r), rng, 0.8) for r in rows[:big]]
        fake = read(judge, draw(pipe, captions, 10, 2.0))[0]
        precision, recall = precision_recall(real[:2000], fake[:2000])
        say("frechet", {"pictures": big, "steps": 10, "guidance": 2.0, "generated against real": frechet(fake, real),
                        "real against real": floor, "precision": precision, "recall": recall})  # fmt: skip
    if "time" in parts:
        seconds = []
        for _ in range(4):
            began = time.perf_counter()
            pipe(texts[0], num_inference_steps=20, guidance_scale=4.0, output_type="np")
            seconds.append(time.perf_counter() - began)
        say(
            "time",
            {
                "seconds of a picture, 20 guided steps and decode, fp32": min(seconds),
                "threads": torch.get_num_threads(),
                "load of the machine": round(os.getloadavg()[0], 1),  # says how idle its cores were
            },
        )
    return report


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=PIPELINE)
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--n", type=int, default=150, help="prompts")
    parser.add_argument("--big", type=int, default=5000, help="pictures for the Fréchet distance")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    evaluate(arguments.weights, tuple(arguments.parts), arguments.n, arguments.big)
