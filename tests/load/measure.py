"""What is measured from outside: the server's own counts, its memory, and quantiles of what pupils waited."""

from __future__ import annotations

import math
import os
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil
from prometheus_client.parser import text_string_to_metric_families

MB = 1_000_000
MADE = {
    "tokens": "generative_ai_tokens_written_total",
    "pictures": "generative_ai_runs_total{kind=text-to-image,outcome=done}",
}


def quantile(values: Sequence[float], q: float) -> float:
    """The smallest value that at least the share q of all does not exceed (nearest rank); NaN of nothing."""
    ordered = sorted(v for v in values if not math.isnan(v))
    return ordered[max(0, math.ceil(q * len(ordered)) - 1)] if ordered else math.nan


def counts(address: str) -> dict[str, float]:
    """The counters of /metrics, `name{label=value,…}` → value."""
    text = urllib.request.urlopen(f"{address}/metrics", timeout=30).read().decode()
    return parse(text)


def parse(text: str) -> dict[str, float]:
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def grown(before: Mapping[str, float], after: Mapping[str, float], name: str, **labels: str) -> float:
    """How much the series of that name, with those labels among theirs, have grown together."""
    wanted = {f"{label}={value}" for label, value in labels.items()}

    def total(counted: Mapping[str, float]) -> float:
        mine = ((series.partition("{"), value) for series, value in counted.items())
        return sum(v for (own, _, rest), v in mine if own == name and wanted <= set(rest.rstrip("}").split(",")))

    return total(after) - total(before)


@dataclass
class Memory:
    """Resident memory over time, in MB: of the server's own process and of all its model processes together."""

    at: list[float] = field(default_factory=list)  # seconds since the scenario began
    server: list[float] = field(default_factory=list)
    workers: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)  # of the whole machine, over the last minute
    made: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MADE})  # so far, at each time

    @property
    def peak(self) -> float:
        return max((s + w for s, w in zip(self.server, self.workers, strict=True)), default=math.nan)

    @property
    def growth(self) -> float:
        """MB from the median of the second third of the time to that of the last: by then all is loaded once."""
        total = [s + w for s, w in zip(self.server, self.workers, strict=True)]
        third = max(1, len(total) // 3)
        return quantile(total[-third:], 0.5) - quantile(total[third : 2 * third], 0.5)

    def per_second(self, name: str) -> float:
        """How many were made a second while any were made: from before the first to the last."""
        counts = self.made[name]
        grew = [i for i in range(1, len(counts)) if counts[i] > counts[i - 1]]
        if not grew:
            return 0.0
        return (counts[grew[-1]] - counts[grew[0] - 1]) / (self.at[grew[-1]] - self.at[grew[0] - 1])


@contextmanager
def watched(pid: int, address: str, every: float = 1.0) -> Iterator[Memory]:
    memory, stop, began = Memory(), threading.Event(), time.monotonic()

    def watch() -> None:
        process = psutil.Process(pid)
        while True:
            server, workers = process.memory_info().rss, 0
            for child in process.children(recursive=True):
                try:
                    workers += child.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            memory.at.append(time.monotonic() - began)
            memory.server.append(server / MB)
            memory.workers.append(workers / MB)
            memory.load.append(os.getloadavg()[0])
            counted = counts(address)
            for name, series in MADE.items():
                memory.made[name].append(counted.get(series, 0.0))
            if stop.wait(every):
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        stop.set()
        thread.join(5)
