"""Decoding while ten sessions redraw charts, against idle: in the engine's worker, and in a thread of the page process;
and decoding and drawing while a network learns.

    python tests/bench/contention.py [--tokens 32] [--rounds 3]

This process plays the page process: ten threads draw Next token's kind of chart, without pause. The second half shows
why models run in a process of their own: there the decoding loop waits for the interpreter lock at every operation. The
process in which networks learn gives way to the others; how much memory it takes is printed, too.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
import plotly.graph_objects as go
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from models.engine.asking import steps_of  # noqa: E402
from models.engine.requests import Request  # noqa: E402
from models.history.kinds import LearnMachine  # noqa: E402
from models.shared_engine import engine  # noqa: E402
from models.text.kinds import Write  # noqa: E402
from models.tiny_transformer.kinds import Train  # noqa: E402
from models.workers import text  # noqa: E402

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


def in_thread(tokens: int, model) -> float:
    return speed(iter(steps_of(text, model, request(tokens))))


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


def charts_per_second(seconds: float = 3.0) -> float:
    with sessions(SESSIONS) as drawn:
        time.sleep(seconds)
        return len(drawn) / seconds


def while_learning(tokens: int, rounds: int, learns: Callable[[int], Request]) -> None:
    """Tokens and charts per second beside a run in the process of learning networks, against idle."""
    name = type(learns(0)).kind
    decoded, drawn, memory = [], [], 0
    for _ in range(rounds):
        idle = in_worker(tokens), charts_per_second()
        with engine().run(learns(next(seeds) + 1)) as run:
            while len(run.steps) < 2:
                run.wait(0.5)
            busy = in_worker(tokens), charts_per_second()
            memory = max(memory, *(child.memory_info().rss for child in learners()))
            if run.ended:
                raise RuntimeError(f"{name} ended before it was measured: ask for more steps.")
            run.leave()
        decoded.append(busy[0] / idle[0])
        drawn.append(busy[1] / idle[1])
    print(
        f"while {name} learns: decoding {median(decoded):.2f} times as fast as idle, charts {median(drawn):.2f} times; "
        f"the process takes {memory / 1e6:.0f} MB",
        flush=True,
    )


def learners() -> list[psutil.Process]:
    every = psutil.Process().children(recursive=True)
    return [child for child in every if "models.workers.learning" in child.cmdline()]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--tokens", type=int, default=32)
    ask.add_argument("--rounds", type=int, default=3)
    chosen = ask.parse_args()
    worker = compare("in the worker", lambda: in_worker(chosen.tokens), chosen.rounds)
    while_learning(chosen.tokens, chosen.rounds, lambda seed: Train(seed=seed))
    while_learning(chosen.tokens, chosen.rounds, lambda seed: LearnMachine(machine="elman", updates=1000, seed=seed))
    engine().close()
    model = text.load(lambda template, **values: None)
    thread = compare("in the page process", lambda: in_thread(chosen.tokens, model), chosen.rounds)
    print(f"under load a worker keeps {worker / thread:.1f} times as much of its speed as a thread does")


if __name__ == "__main__":
    main()
