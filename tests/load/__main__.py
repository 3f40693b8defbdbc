"""A classroom before the server: `python -m tests.load [SCENARIO …]`. Loopback only, bounded, ends by itself.

Websocket clients that speak Streamlit's own protocol against a server that is started for it. Prints p50, p95 and p99
of every action, errors, places in the queue and memory, and writes result.json and chart.html into --out. The clients
run beside the server on the same processors: on a machine of its own the server is faster.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from tests.load import measure, report
from tests.load.scenarios import SCENARIOS, Class
from tests.serving import ROOT, server, wait_ready


def warm(address: str, family: str) -> None:
    """Scenarios measure a server that runs, not one that starts: the first request of a family loads its model."""
    wait_ready(address)
    if family == "diffusion":
        room = Class(address, pupils=1)
        pupil = room.open("text-to-image", prompt="a person", seed="12345")
        assert pupil is not None
        deadline = time.monotonic() + 240
        while measure.counts(address)["generative_ai_ready{family=diffusion}"] != 1 and time.monotonic() < deadline:
            pupil.act("warm up", patience=200)
            time.sleep(1)
        pupil.act("warm up", patience=200)
        pupil.close()


def play(name: str, chosen: argparse.Namespace) -> tuple[dict, measure.Memory]:
    scenario = SCENARIOS[name]
    log = chosen.out / f"{name}.log"
    log.unlink(missing_ok=True)
    with server(env={"GENERATIVE_AI_LIVE_LOG": "json"}, port=chosen.port, log=log) as (address, process):
        warm(address, scenario.family)
        room = Class(address, chosen.pupils or scenario.pupils, chosen.within, chosen.minutes)
        before, began = measure.counts(address), time.monotonic()
        with measure.watched(process.pid, address) as memory:
            scenario.play(room)
        seconds, after = time.monotonic() - began, measure.counts(address)
        alive = process.poll() is None
    logged = log.read_text(errors="replace")
    checks = scenario.check(room, before, after, memory) | {
        "no error": not room.record.errors,
        "the server lives": alive,
        "no traceback in the log": "Traceback" not in logged and '"where"' not in logged,
    }
    runs = {s: after[s] - before.get(s, 0) for s in after if s.startswith("generative_ai_runs_total")}
    asked = {s: after[s] - before.get(s, 0) for s in after if s.startswith("generative_ai_requests_total")}
    what = scenario.play.__doc__ or ""
    result = {"what": f"{room.pupils} pupils within {room.within:g} s. {what}", "seconds in all": round(seconds, 1)}
    result |= report.summary(room.record, memory)
    result |= {
        "requests": {s.partition("{")[2].rstrip("}"): n for s, n in asked.items() if n},
        "runs": {s.partition("{")[2].rstrip("}"): n for s, n in runs.items() if n},
        "tokens/s while any were written": round(memory.per_second("tokens"), 1),
        "pictures/min while any were drawn": round(60 * memory.per_second("pictures"), 1),
        "holds": checks,
    }
    return result, memory


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"of {', '.join(SCENARIOS)}; none: all")
    ask.add_argument("--pupils", type=int, help="instead of the scenario's own number; at most 500")
    ask.add_argument("--within", type=float, default=20.0, help="seconds in which all come; 0: in the same moment")
    ask.add_argument("--minutes", type=float, default=30.0, help="of the soak; at most 120")
    ask.add_argument("--port", type=int, help="of the server; any free one otherwise")
    ask.add_argument("--out", type=Path, default=ROOT / "build" / "load")
    chosen = ask.parse_args()
    unknown = [name for name in chosen.scenarios if name not in SCENARIOS]
    if unknown or (chosen.pupils or 0) > 500 or not 0 < chosen.minutes <= 120:
        ask.error(f"there is no scenario {unknown[0]}" if unknown else "too many pupils, or too long")
    chosen.out.mkdir(parents=True, exist_ok=True)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before", flush=True)
    results, memories = {}, {}
    for name in chosen.scenarios or SCENARIOS:
        results[name], memories[name] = play(name, chosen)
        report.tell(name, results[name])
        (chosen.out / "result.json").write_text(json.dumps(results, indent=1, ensure_ascii=False))
        report.chart(results, memories, chosen.out / "chart.html")
    return sum(not held for result in results.values() for held in result["holds"].values())


if __name__ == "__main__":
    sys.exit(main())
