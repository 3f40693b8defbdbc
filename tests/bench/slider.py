"""Moving the temperature on Next token, websocket in to chart out, against an empty page with one slider and one chart.

    python tests/bench/slider.py [--moves 60]

Two ends are timed: the chart's own message, and the whole redraw. The empty page stands twice: as Streamlit serves it
(it holds small messages back for 40 ms and looks through all imported objects for garbage after every run), and behind
a server without the two, as ours.

The servers run at once and the moves alternate, so that noise of the machine meets all alike.
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
    with (
        server() as (ours, _),
        server("tests/bench/empty_page.py") as (empty, _),
        server("tests/bench/empty_app.py") as (bare, _),
    ):
        wait_ready(ours)
        sessions = {
            "next-token": Session(ours, "next-token"),
            "empty page": Session(empty),
            "empty page, our server": Session(bare),
        }
        charts = {"next-token": "bars"}
        ends = ("chart", "finished")
        times: dict[tuple[str, str], list[float]] = {(name, end): [] for name in sessions for end in ends}
        for session in sessions.values():
            session.run()
            session.run()
        for i in range(moves):
            for name, session in sessions.items():
                session.set("temperature", "double_array_value", [round(0.1 + 0.05 * (i % 40), 2)])
                seen = session.run(charts.get(name, ""))
                for end in ends:
                    times[name, end].append(1000 * seen[end])
        for session in sessions.values():
            session.close()
    for (name, end), ms in times.items():
        print(f"{name:22} {end:8} p50 {np.percentile(ms, 50):6.0f} ms   p95 {np.percentile(ms, 95):6.0f} ms")
    for other in list(sessions)[1:]:
        for end in ends:
            for q in (50, 95):
                ratio = np.percentile(times["next-token", end], q) / np.percentile(times[other, end], q)
                print(f"ratio p{q}, {end}: next-token / {other} {ratio:.2f}")


if __name__ == "__main__":
    main()
