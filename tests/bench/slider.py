"""Moving the temperature on Next token, websocket in to chart out, against an empty page with one slider and one chart.

    python tests/bench/slider.py [--moves 60]

Two ends are timed: the chart's own message, and the whole redraw. Streamlit sends in ticks of about 50 ms, so a chart
that comes sooner than the empty page's tells where in the tick the move fell, not how fast the page is: read both.

Both servers run at once and the moves alternate, so that noise of the machine meets both alike.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.bench.session import Session  # noqa: E402
from tests.serving import server, wait_ready  # noqa: E402


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--moves", type=int, default=60)
    moves = ask.parse_args().moves
    with server() as (ours, _), server("tests/bench/empty_page.py") as (empty, _):
        wait_ready(ours)
        sessions = {"next-token": Session(ours, "next-token"), "empty page": Session(empty)}
        charts = {"next-token": "bars", "empty page": ""}
        ends = ("chart", "finished")
        times: dict[tuple[str, str], list[float]] = {(name, end): [] for name in sessions for end in ends}
        for session in sessions.values():
            session.run()
            session.run()
        for i in range(moves):
            for name, session in sessions.items():
                session.set("temperature", "double_array_value", [round(0.1 + 0.05 * (i % 40), 2)])
                seen = session.run(charts[name])
                for end in ends:
                    times[name, end].append(1000 * seen[end])
        for session in sessions.values():
            session.close()
    for (name, end), ms in times.items():
        print(f"{name:12} {end:8} p50 {np.percentile(ms, 50):6.0f} ms   p95 {np.percentile(ms, 95):6.0f} ms")
    for end in ends:
        for q in (50, 95):
            ratio = np.percentile(times["next-token", end], q) / np.percentile(times["empty page", end], q)
            print(f"ratio p{q}, {end}: next-token / empty page {ratio:.2f}")


if __name__ == "__main__":
    main()
