"""Writing, and a page's own work, while a network trains, against idle: the training's process gives way.

python tests/bench/training.py [--tokens 32] [--rounds 5]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import plotly.graph_objects as go

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from models.shared_engine import engine  # noqa: E402
from models.text.kinds import Write  # noqa: E402
from models.tiny_transformer.kinds import ProgressStep, Train  # noqa: E402

PIECES = 8 * 128  # of an update


def seconds(work: Callable[[int], object], rounds: int, first: int) -> float:
    """The median of several rounds, each with another number."""
    times = []
    for n in range(first, first + rounds):
        began = time.perf_counter()
        work(n)
        times.append(time.perf_counter() - began)
    return median(times)


def draw(n: int) -> None:
    """What a script thread does for one move of a slider: reshape, sort, build the figure, serialise it."""
    logits = np.random.default_rng(n).normal(size=49_152)
    for temperature in np.linspace(0.5, 2, 10):
        probs = np.exp(logits / temperature)
        order = np.argsort(-probs)[:20]
        go.Figure(go.Bar(x=probs[order], y=[f"token {i}" for i in order], orientation="h")).to_json()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tokens", type=int, default=32)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    rounds = chosen.rounds

    def write(n: int) -> None:
        """Another text each time, so that none comes from the cache."""
        engine().run(Write(prompt="Once upon a time", max_new_tokens=chosen.tokens, seed=n)).trace()

    write(0)
    engine().run(Train(steps=1, characters=2_000)).trace()  # both processes are up
    idle = seconds(write, rounds, 1), seconds(draw, rounds, 1)
    began = time.perf_counter()
    training = engine().run(Train(steps=5_000, seed=1, characters=500_001))  # a text that is not yet in memory
    while not any(isinstance(step, ProgressStep) for step in training.steps):
        training.wait(0.05)
    first = time.perf_counter() - began
    busy = seconds(write, rounds, 101), seconds(draw, rounds, 101)
    alone_from, at = time.perf_counter(), updates(training)
    time.sleep(10)
    speed = (updates(training) - at) * PIECES / (time.perf_counter() - alone_from)
    training.leave()
    print(
        f"first point of the training after {first:.2f} s; then {speed:,.0f} pieces/s, with what is measured meanwhile"
    )
    for name, before, now in zip((f"{chosen.tokens} tokens", "10 charts"), idle, busy, strict=True):
        print(f"{name}: idle {before * 1000:.0f} ms, while a network trains {now * 1000:.0f} ms: × {now / before:.2f}")


def updates(run: object) -> int:
    steps = run.steps  # type: ignore[attr-defined]
    return max(step.number for step in steps if isinstance(step, ProgressStep))


if __name__ == "__main__":
    main()
