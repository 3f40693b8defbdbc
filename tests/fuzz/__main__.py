"""Hostile input and accidents: `python -m tests.fuzz pages|server|accidents`. Loopback only, bounded, ends by itself.

pages      thousands of addresses and widget values over every chapter, by AppTest, with the waiting line full
server     hundreds of visits to a real server with its models, values of wrong kinds among them
accidents  model processes killed, disk full, cache read-only, no network at first, a clock that jumps
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import accidents, inputs, pages, server
from tests.load.measure import quantile
from tests.serving import server as serve
from tests.serving import wait_ready


def fuzz_pages(cases: int, seconds: float) -> int:
    """Round after round over all chapters, ten cases each, until there were enough or the time is over."""
    failed: set[str] = set()
    tried, until = 0, time.monotonic() + seconds

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(data=st.data())
    def ten(data: st.DataObject) -> None:
        nonlocal tried
        tried += 1
        pages.visit(slug, data.draw(inputs.addresses(slug)), data, moves=2)

    with pages.full_line():
        for slug in itertools.cycle(inputs.CHAPTERS):
            if tried >= cases or time.monotonic() > until or len(failed) == len(inputs.CHAPTERS):
                break
            if slug in failed:
                continue
            try:
                ten()
                print(f"/{slug}: ok, {tried} in all", flush=True)
            except Exception as error:  # hypothesis has found the smallest case that does it
                failed.add(slug)
                print(f"/{slug}: FAILED {type(error).__name__}: {str(error)[:500]}", flush=True)
                print(*(f"    {note[:300]}" for note in getattr(error, "__notes__", ())), sep="\n", flush=True)
    print(f"{tried} visits, {len(failed)} chapters failed")
    return len(failed)


def fuzz_server(cases: int, port: int | None) -> int:
    with serve(port=port) as (address, process):
        wait_ready(address)
        record = server.visits(address, cases)
        server.ordinary(address, record)
        alive = process.poll() is None
    for error in record.errors[:40]:
        print(error)
    took = record.seconds["visit"]
    print(f"{len(took)} visits, p95 {quantile(took, 0.95):.1f} s, {len(record.errors)} errors, server lives: {alive}")
    return len(record.errors) + (not alive)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=("pages", "server", "accidents"))
    ask.add_argument("names", nargs="*", help=f"of accidents: {', '.join(accidents.ACCIDENTS)}; none: all")
    ask.add_argument("--cases", type=int, help="3000 for pages, 300 for server")
    ask.add_argument("--minutes", type=float, default=30.0, help="after which pages begins no further case")
    ask.add_argument("--port", type=int)
    chosen = ask.parse_args()
    if chosen.what == "pages":
        return fuzz_pages(chosen.cases or 3000, 60 * chosen.minutes)
    if chosen.what == "server":
        return fuzz_server(chosen.cases or 300, chosen.port)
    return len(accidents.all_of_them(chosen.names, chosen.port))


if __name__ == "__main__":
    sys.exit(main())
