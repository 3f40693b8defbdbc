"""What a cluster costs and brings: `python tests/bench/serve.py` (needs Ray, requirements-ray.txt).

Side by side, in turns, on this machine: a run of one step and of forty steps without work, through a process of this
machine and through Ray. Then sixteen runs whose work is to sleep, on 1, 2 and 4 replicas, so that the number of
processors does not hide how they share it.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOY = str(ROOT / "tests" / "models" / "engine")
sys.path[:0] = [str(ROOT), TOY]
os.environ["PYTHONPATH"] = TOY

from toy import Count  # noqa: E402

from models.engine.engine import Engine  # noqa: E402
from models.engine.local.engine import local_engine  # noqa: E402
from models.engine.serve.cluster import LocalCluster  # noqa: E402
from models.engine.serve.engine import serve_engine  # noqa: E402

REPEATS = 20
RUNS = 16
SLEEPING = {"steps": 20, "pause": 0.1}  # two seconds a run


def milliseconds(engine, request) -> float:
    began = time.perf_counter()
    engine.run(request).trace()
    return 1000 * (time.perf_counter() - began)


def overhead(engines) -> None:
    taken: dict[tuple[str, int], list[float]] = {}
    for seed in range(REPEATS):
        for name, engine in engines.items():
            for steps in (1, 40):
                taken.setdefault((name, steps), []).append(milliseconds(engine, Count(steps=steps, seed=seed)))
    for name in engines:
        one, forty = (statistics.median(taken[name, steps]) for steps in (1, 40))
        print(
            f"{name}: a run {one:.1f} ms, a further step {(forty - one) / 39:.2f} ms (medians of {REPEATS})", flush=True
        )


def scaling(cluster) -> None:
    alone = None
    for replicas in (1, 2, 4):
        name = f"sleep-{replicas}"
        engine = serve_engine({"toy": "toy"}, cluster=cluster, name=lambda module, name=name: name, replicas=replicas)
        while len(pids(engine, replicas)) < replicas:
            time.sleep(0.5)
        began = time.perf_counter()
        runs = [engine.run(Count(**SLEEPING, seed=seed)) for seed in range(RUNS)]
        for run in runs:
            run.trace()
        per_second = RUNS / (time.perf_counter() - began)
        alone = alone or per_second
        print(f"{replicas} replicas: {per_second:.2f} runs/s, {per_second / alone / replicas:.2f} × linear", flush=True)
        Engine.close(engine)


def pids(engine, replicas: int) -> set[int]:
    """The processes that work when as many runs as there are to be replicas are asked for at once."""
    seed = time.time_ns()
    runs = [engine.run(Count(steps=2, pause=0.2, seed=seed + n)) for n in range(replicas)]
    return {run.trace().last.pid for run in runs}


def main() -> None:
    cluster = LocalCluster()
    try:
        engines = {"local": local_engine({"toy": "toy"}), "ray": serve_engine({"toy": "toy"}, cluster=cluster)}
        for engine in engines.values():
            engine.run(Count(seed=10_000)).trace()
        overhead(engines)
        engines["local"].close()
        Engine.close(engines["ray"])  # not its cluster
        scaling(cluster)
    finally:
        cluster.close()


if __name__ == "__main__":
    main()
