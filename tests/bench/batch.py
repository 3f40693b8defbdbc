"""Many at once against one by one: texts written together, prompts read together, pictures drawn together.

    python tests/bench/batch.py [texts] [prompts] [pictures] [--rounds 3]

Through the real engine, its waiting line and its worker process; each round measures all sides by turns, and the ratios
are those of the same round. Beside the clock's ratio stands that of the worker's processor time, which a busy machine
disturbs less. Pictures are compared with diffusers' own pipeline given all prompts as one batch.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from models.diffusion.kinds import TextToImage  # noqa: E402
from models.engine import Engine  # noqa: E402
from models.engine.local.process import ENVIRONMENT  # noqa: E402
from models.engine.requests import Request  # noqa: E402
from models.shared_engine import new_engine  # noqa: E402
from models.text.kinds import NextToken, Write  # noqa: E402

SUBJECTS = ("cat", "house", "river", "teacher", "robot", "garden")
BEGINNINGS = (
    "Once upon a time there was a {}",
    "My {} is the best in the world, for",
    "Yesterday the old {} said that",
)
PROMPTS = [beginning.format(subject) for subject in SUBJECTS for beginning in BEGINNINGS]
FACES = ("a smiling person with short red hair", "a person with round glasses", "a sad person with a beard", "an elf")
seeds = itertools.count()


def write() -> Write:
    """Another one each time, so that none comes from the cache; the end token is rare enough in 40."""
    seed = next(seeds)
    return Write(prompt=PROMPTS[seed % len(PROMPTS)], max_new_tokens=40, seed=seed)


def worker_seconds() -> float:
    """Processor time of the model processes so far."""
    return sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children())


def seconds_and_steps(engine: Engine, requests: Sequence[Request]) -> tuple[float, int, float]:
    """Until all are done, the steps of all, and until the last of them made its first step or knew its place."""
    began = time.perf_counter()
    runs = [engine.run(request, f"visitor-{n}") for n, request in enumerate(requests)]
    waiting = list(runs)
    while waiting := [run for run in waiting if not run.steps and not run.place]:
        time.sleep(0.005)
    told = time.perf_counter() - began
    steps = sum(len(run.trace().steps) for run in runs)
    return time.perf_counter() - began, steps, told


def texts(engine: Engine, rounds: int) -> None:
    rates: dict[int, list[float]] = {n: [] for n in (1, 4, 8, 30)}
    efforts: dict[int, list[float]] = {n: [] for n in rates}
    tolds: dict[int, list[float]] = {n: [] for n in rates}
    for _ in range(rounds):
        for n in rates:
            before = worker_seconds()
            took, steps, told = seconds_and_steps(engine, [write() for _ in range(n)])
            efforts[n].append(steps / (worker_seconds() - before))
            rates[n].append(steps / took)
            tolds[n].append(told)
    for n, found in rates.items():
        clock, effort = (median(many / one for many, one in zip(of[n], of[1], strict=True)) for of in (rates, efforts))
        print(
            f"{n:3} texts of 40 tokens: {median(found):6.1f} tokens/s in all, {clock:.2f} × one text (by processor "
            f"time {effort:.2f}); first token or place after {median(tolds[n]):.2f} s",
            flush=True,
        )


def prompts(engine: Engine, rounds: int) -> None:
    pairs = []
    for _ in range(rounds):
        asked = [NextToken(prompt=f"{PROMPTS[n % len(PROMPTS)]} {next(seeds)}") for n in range(60)]
        times = [worker_seconds()]
        one_by_one = sum(seconds_and_steps(engine, [request])[0] for request in asked[:30])
        times.append(worker_seconds())
        together = seconds_and_steps(engine, asked[30:])[0]
        times.append(worker_seconds())
        pairs.append((one_by_one, together, (times[1] - times[0]) / (times[2] - times[1])))
    alone, together = (median(pair[i] for pair in pairs) for i in (0, 1))
    ratio, effort = median(a / b for a, b, _ in pairs), median(e for *_, e in pairs)
    print(
        f"30 prompts read one by one {alone:.2f} s, together {together:.2f} s: {ratio:.2f} × as fast (by processor "
        f"time {effort:.2f})",
        flush=True,
    )


def pictures(engine: Engine, rounds: int, n: int = 4) -> None:
    os.environ.update(ENVIRONMENT)  # as in the worker, and before torch is there
    import torch

    from models.diffusion.net import build_scheduler, load_pipeline

    pipe = load_pipeline()

    def bare(asked: Sequence[TextToImage]) -> float:
        pipe.scheduler = build_scheduler(asked[0].scheduler)
        generators = [torch.Generator().manual_seed(request.seed) for request in asked]
        began = time.perf_counter()
        pipe(
            [request.prompt for request in asked],
            num_inference_steps=asked[0].num_inference_steps,
            guidance_scale=asked[0].guidance_scale,
            generator=generators,
        )
        return time.perf_counter() - began

    found = []
    for number in range(rounds + 1):  # the first warms up
        faces = [TextToImage(prompt=FACES[i % len(FACES)], seed=next(seeds), film=False) for i in range(n)]
        one_by_one = sum(bare([face]) for face in faces)
        row = (bare(faces), one_by_one, seconds_and_steps(engine, faces)[0])
        found += [row] if number else []
    batch, single, ours = (median(column) for column in zip(*found, strict=True))
    print(
        f"{n} pictures of 20 steps: bare pipeline as one batch {batch:.1f} s, one by one {single:.1f} s; "
        f"the engine {ours:.1f} s"
    )
    print(
        f"throughput: engine / bare batch {median(b / o for b, _, o in found):.2f} (must reach 0.9), "
        f"bare batch / bare one by one {median(s / b for b, s, _ in found):.2f}"
    )


def main() -> None:
    parts = {"texts": texts, "prompts": prompts, "pictures": pictures}
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("parts", nargs="*", default=list(parts))
    ask.add_argument("--rounds", type=int, default=3)
    chosen = ask.parse_args()
    engine = new_engine()
    try:
        if {"texts", "prompts"} & set(chosen.parts):
            engine.run(NextToken()).trace()
        for part in chosen.parts:
            parts[part](engine, chosen.rounds)
    finally:
        engine.close()


if __name__ == "__main__":
    main()
