"""The live game of two players: turns a second against a bare loop, what one turn more costs, and the film's bytes.

    python tests/bench/gan.py [--rounds 500] [--repeats 3]

Both play the same turns on one thread; the bare loop is the Python that the page gives away, without its print.
"""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

os.environ["OMP_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def bare(turns: str) -> float:
    from models import reproduce
    from models.toys.kinds import GanToy

    code = reproduce.python(GanToy(turns=turns))
    begins, ends = code.index("groups, turn = "), code.index("        if i % ")
    start, loop = code[:begins], code[begins:ends]
    timed = f"{start}import time\nbegan = time.perf_counter()\n{loop}\nprint(time.perf_counter() - began)"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return float(done.stdout)


def payload(steps: list) -> int:  # type: ignore[type-arg]
    """Bytes of the film that travel to a browser."""
    from models.toys.kinds import GanToy
    from pages.chapters.gan import film as gan_film
    from pages.chapters.gan import layers
    from pages.figures.components import plane

    logging.disable(logging.WARNING)  # streamlit warns that no page is drawn here
    sent = []
    plane._mount = lambda **more: sent.append(more["data"])
    real, steps = layers.data(GanToy()), gan_film.shown(steps)
    words = [f"turn {s.number} · 8 of 8 spots reached" for s in steps]
    plane.plane(layers.layers(steps, real), words, words, key="bench", label="bench")
    return len(sent[0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()

    from models.shared_engine import engine
    from models.toys.kinds import GanToy

    turns, count = f"{options.rounds}DG", 2 * options.rounds
    engine().run(GanToy(turns="1DG")).trace()  # starts the worker
    rates, bares, more, first = [], [], [], []
    for seed in range(1, options.repeats + 1):
        began = time.perf_counter()
        run = engine().run(GanToy(turns=turns, seed=seed))
        while not run.steps:
            run.wait(0.005)
        first.append(time.perf_counter() - began)
        run.trace()
        rates.append(count / (time.perf_counter() - began))
        bares.append(count / bare(turns))
        began = time.perf_counter()
        engine().run(GanToy(turns=f"{turns} 1G", seed=seed)).trace()
        more.append(time.perf_counter() - began)
    film = payload(list(engine().run(GanToy()).trace().steps))
    engine().close()
    print(f"live  {median(rates):7.0f} turns/s, with a report every {max(1, count // 30)}, best {max(rates):.0f}")
    print(f"bare  {median(bares):7.0f} turns/s, best {max(bares):.0f}")
    print(f"ratio bare / live: median {median(b / a for a, b in zip(rates, bares, strict=True)):.2f}")
    print(f"first frame after {1000 * median(first):.0f} ms; one turn more {1000 * median(more):.0f} ms")
    print(f"film of 1,500 rounds: {film:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
