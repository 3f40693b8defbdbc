"""A scenario's result as a table in the terminal, as JSON, and as a page with a chart."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from plotly.subplots import make_subplots

from tests.load.measure import Memory, quantile
from tests.load.pupil import Record

QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}


def summary(record: Record, memory: Memory) -> dict[str, Any]:
    actions = {
        action: {"times": len(seconds)} | {name: round(quantile(seconds, q), 3) for name, q in QUANTILES.items()}
        for action, seconds in sorted(record.seconds.items())
    }
    return {
        "actions (s)": actions,
        "errors": dict(Counter(record.errors)),
        "sentences instead of a result": dict(Counter(record.sorry)),
        "places in the queue seen": {"lines": len(record.places), "highest": max(record.places, default=0)},
        "memory (MB)": {
            "server, highest": round(max(memory.server, default=math.nan)),
            "model processes, highest": round(max(memory.workers, default=math.nan)),
            "together, highest": round(memory.peak),
            "together, at the end": round(memory.server[-1] + memory.workers[-1]),
            "growth from the second third of the time to the last": round(memory.growth),
        },
        "load of the machine": {"highest": max(memory.load), "median": quantile(memory.load, 0.5)},
    }


def tell(name: str, result: dict[str, Any]) -> None:
    print(f"\n## {name}: {result['what']}")
    print(f"{'':44}{'times':>6}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}  s")
    for action, row in result["actions (s)"].items():
        print(f"{action:44}{row['times']:6}" + "".join(f"{row[q]:9.2f}" for q in QUANTILES))
    for key, value in result.items():
        if key not in ("what", "actions (s)"):
            print(f"{key}: {json.dumps(value, ensure_ascii=False)}")


def chart(results: dict[str, dict[str, Any]], memories: dict[str, Memory], path: Path) -> None:
    """p50, p95 and p99 of every action, and the memory over time, as one page that needs no network."""
    figure = make_subplots(
        rows=2, cols=1, vertical_spacing=0.2, subplot_titles=("How long pupils waited", "Memory of the server")
    )
    for quantile_name in ("p50", "p95", "p99"):
        pairs = [
            (f"{scenario} · {action}", row[quantile_name])
            for scenario, result in results.items()
            for action, row in result["actions (s)"].items()
        ]
        names, seconds = zip(*pairs, strict=True) if pairs else ((), ())
        figure.add_bar(x=names, y=seconds, name=quantile_name, row=1, col=1)
    for scenario, memory in memories.items():
        both = [s + w for s, w in zip(memory.server, memory.workers, strict=True)]
        figure.add_scatter(x=memory.at, y=both, name=scenario, mode="lines", row=2, col=1)
    figure.update_yaxes(title_text="seconds", row=1, col=1)
    figure.update_yaxes(title_text="MB", rangemode="tozero", row=2, col=1)
    figure.update_xaxes(title_text="seconds since the scenario began", row=2, col=1)
    figure.update_layout(height=1100, barmode="group")
    figure.write_html(path, include_plotlyjs=True)
