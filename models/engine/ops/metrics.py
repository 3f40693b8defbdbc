"""What the engine counts for its host, in Prometheus's terms; /metrics shows it. Counters are those of this process.

A *request* is what a visitor asks for; a *run* is the computation that answers it. Equal requests share one run, or
find its trace in the cache, so the difference between the two counts is work that was not done twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 40, 80, 160)

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, which only says when it began
REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "generative_ai_requests",
    "What visitors asked. answer: new (a run was started), shared (with others who asked the same), cached, busy (the "
    "line was full), limited (this visitor asked too often).",
    ["kind", "answer"],
    registry=REGISTRY,
)
RUNS = Counter(
    "generative_ai_runs", "Runs that ended. outcome: done, failed, cancelled.", ["kind", "outcome"], registry=REGISTRY
)
RUN_SECONDS = Histogram(
    "generative_ai_run_seconds",
    "From being asked to the last step, waiting included, of runs that were done.",
    ["kind"],
    buckets=SECONDS,
    registry=REGISTRY,
)
WAIT_SECONDS = Histogram(
    "generative_ai_wait_seconds", "From being asked to being started.", ["kind"], buckets=SECONDS, registry=REGISTRY
)
CACHE_HITS = Counter(
    "generative_ai_cache_hits",
    "Times that a page looked for a finished run and found it; one visit may look several times.",
    ["kind"],
    registry=REGISTRY,
)
STEPS = Counter("generative_ai_steps", "Steps that models made.", ["kind"], registry=REGISTRY)
TOKENS = Counter(
    "generative_ai_tokens_written", "Tokens written; rate() makes it tokens per second.", registry=REGISTRY
)
STARTS = Counter("generative_ai_worker_starts", "Starts of model processes.", ["module"], registry=REGISTRY)
DEATHS = Counter("generative_ai_worker_deaths", "Model processes that ended unasked.", ["module"], registry=REGISTRY)
WAITING = Gauge("generative_ai_waiting", "Runs in the waiting line of a family.", ["family"], registry=REGISTRY)
READY = Gauge("generative_ai_ready", "1 where the family's model is loaded.", ["family"], registry=REGISTRY)


def text(waiting: Mapping[str, int], ready: Mapping[str, bool]) -> bytes:
    """Everything in Prometheus's text format; both mappings are by family, as of now."""
    for family, count in waiting.items():
        WAITING.labels(family).set(count)
        READY.labels(family).set(ready[family])
    return generate_latest(REGISTRY)
