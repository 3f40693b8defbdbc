"""A cold server: process start to health, first request to first figure, and memory after visiting every chapter.

    python tests/bench/cold.py [--only history data]

The weights are in the cache; the model loads while the first figure is drawn from its prepared trace.
"""

import argparse
import sys
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from pages.frame import registry  # noqa: E402
from tests.bench.session import Session  # noqa: E402
from tests.serving import server, wait_ready  # noqa: E402


def memory(process) -> dict[str, float]:
    """Proportional memory (PSS: shared pages are counted once) of the server and of its workers, in MB."""
    root = psutil.Process(process.pid)
    workers = root.children(recursive=True)
    return {
        "page process": root.memory_full_info().pss / 2**20,
        "workers": sum(w.memory_full_info().pss for w in workers) / 2**20,
    }


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = ["", *(c.slug for c in registry.written())]
    ask.add_argument("--only", nargs="*", choices=every, default=every, help="these chapters")
    slugs = ask.parse_args().only
    print(f"load of the last minute: {psutil.getloadavg()[0]:.1f}, {psutil.cpu_count()} processors")
    for slug in slugs:
        began = time.perf_counter()
        with server() as (address, _):
            up = time.perf_counter() - began
            session = Session(address, slug)
            seen = session.run()
            session.close()
        first, done = seen["first_figure"], seen["finished"]
        print(f"/{slug:14} server up {up:.2f} s, then first figure {first:.2f} s, page {done:.2f} s")
    with server() as (address, process):
        wait_ready(address)
        for slug in slugs:
            session = Session(address, slug)
            session.run()
            session.close()
        used = memory(process)
    print(", ".join(f"{name} {mb:.0f} MB" for name, mb in used.items()), f"together {sum(used.values()):.0f} MB")


if __name__ == "__main__":
    main()
