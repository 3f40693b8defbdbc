"""What the engine's worker process costs: per run, per step, per megabyte, and after it was killed.

    python tests/bench/channel.py

Runs of the tests' toy family, which has no model, so that what is measured is the way to the worker and back; idle,
and with ten threads that hold the interpreter lock as drawing sessions do, at their worst.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
TOY = ROOT / "tests" / "models" / "engine"
sys.path[:0] = [str(ROOT), str(TOY)]
os.environ["PYTHONPATH"] = str(TOY)
from toy import Count  # noqa: E402

from models.engine import Engine  # noqa: E402
from models.engine.local.engine import local_engine  # noqa: E402

MB = 2**18  # floats
seeds = itertools.count()


def cost(engine: Engine, times: int, **fields: int) -> float:
    """Median milliseconds from asking to the trace, less what the worker itself worked."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        trace = engine.run(Count(seed=next(seeds), **fields)).trace()
        found.append(1000 * (time.perf_counter() - began) - trace.milliseconds)
    return median(found)


@contextlib.contextmanager
def busy_threads(n: int) -> Iterator[None]:
    stop = threading.Event()

    def hold() -> None:
        while not stop.is_set():
            sum(range(200))

    threads = [threading.Thread(target=hold) for _ in range(n)]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


def main() -> None:
    engine = local_engine({"toy": "toy"}, cache_bytes=0)
    began = time.perf_counter()
    pid = engine.run(Count()).trace().last.pid
    print(f"start of an empty worker to the first result: {time.perf_counter() - began:.2f} s")
    one, many = cost(engine, 100, steps=1), cost(engine, 30, steps=101)
    print(f"per run {one:.2f} ms, per further step {(many - one) / 100:.3f} ms")
    for threads in (0, 10):
        with busy_threads(threads):
            sizes = {mb: cost(engine, 5, steps=1, floats=int(mb * MB)) for mb in (0.2, 2, 9, 36)}
        print(f"{threads:2} busy threads: " + ", ".join(f"a step of {mb} MB {ms:.0f} ms" for mb, ms in sizes.items()))
    found = []
    for _ in range(5):
        os.kill(pid, signal.SIGKILL)
        began = time.perf_counter()
        pid = engine.run(Count(seed=next(seeds))).trace().last.pid
        found.append(time.perf_counter() - began)
    print(f"kill -9 to the next run's result: median {median(found):.2f} s")
    engine.close()


if __name__ == "__main__":
    main()
