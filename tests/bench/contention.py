"""Decoding while ten sessions redraw charts, against idle: in the engine's worker, and in a thread of the page process.

    python tests/bench/contention.py [--tokens 32] [--rounds 3]

This process plays the page process: ten threads draw Next token's kind of chart, without pause. The second half shows
why models run in a process of their own: there the decoding loop waits for the interpreter lock at every operation.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
import plotly.graph_objects as go

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from models.families import FAMILIES  # noqa: E402
from models.shared_engine import engine  # noqa: E402
from models.text.kinds import Write  # noqa: E402

SESSIONS = 10
ENOUGH = 8.0  # seconds; where decoding is very slow, fewer tokens tell as much
seeds = itertools.count()


def request(tokens: int) -> Write:
    """Another one each time, so that none comes from the cache."""
    return Write(prompt="Once upon a time there was", method="sample", max_new_tokens=tokens, seed=next(seeds))


def redraw(logits: np.ndarray, stop: threading.Event, drawn: list[int]) -> None:
    """What a script thread does for one move of a slider: reshape, sort, build the figure, serialise it."""
    for n in itertools.count(1):
        if stop.is_set():
            return
        probs = np.exp(logits / (0.5 + n % 20 / 10))
        probs /= probs.sum()
        order = np.argsort(-probs)[:20]
        figure = go.Figure(go.Bar(x=100 * probs[order], y=[f"token {i}" for i in order], orientation="h"))
        figure.update_layout(xaxis_title="probability (%)", yaxis_title="next token")
        figure.to_json()
        drawn.append(n)


@contextlib.contextmanager
def sessions(n: int) -> Iterator[list[int]]:
    stop, drawn = threading.Event(), []
    logits = np.random.default_rng(0).normal(size=49_152).astype(np.float32)
    threads = [threading.Thread(target=redraw, args=(logits, stop, drawn)) for _ in range(n)]
    for thread in threads:
        thread.start()
    yield drawn
    stop.set()
    for thread in threads:
        thread.join()


def in_worker(tokens: int) -> float:
    """Tokens per second from the first to the last step, as they arrive in this process."""
    with engine().run(request(tokens)) as run:
        return speed(iter(run))


def in_thread(tokens: int, family, model) -> float:
    return speed(iter(family.run(model, request(tokens))))


def speed(steps: Iterator) -> float:
    next(steps)  # the prompt's pass is not decoding
    began, made = time.perf_counter(), 0
    for _ in steps:
        made += 1
        if time.perf_counter() - began > ENOUGH:
            break
    return made / (time.perf_counter() - began)


def compare(name: str, decode: Callable[[], float], rounds: int) -> float:
    decode()
    idle, busy, charts = [], [], []
    for _ in range(rounds):
        idle.append(decode())
        with sessions(SESSIONS) as drawn:
            began = time.perf_counter()
            busy.append(decode())
            charts.append(len(drawn) / (time.perf_counter() - began))
    ratio = median(b / i for i, b in zip(idle, busy, strict=True))
    print(
        f"{name:22} idle {median(idle):6.1f} tokens/s, with {SESSIONS} sessions {median(busy):6.1f} tokens/s "
        f"(beside {median(charts):.0f} charts/s): ratio {ratio:.2f}",
        flush=True,
    )
    return ratio


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--tokens", type=int, default=32)
    ask.add_argument("--rounds", type=int, default=3)
    chosen = ask.parse_args()
    worker = compare("in the worker", lambda: in_worker(chosen.tokens), chosen.rounds)
    engine().close()
    family = importlib.import_module(FAMILIES["text"])
    model = family.load(lambda template, **values: None)
    thread = compare("in the page process", lambda: in_thread(chosen.tokens, family, model), chosen.rounds)
    print(f"under load a worker keeps {worker / thread:.1f} times as much of its speed as a thread does")


if __name__ == "__main__":
    main()
