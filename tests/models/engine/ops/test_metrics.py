"""What a host reads of the engine is what happened in it."""

import threading

import pytest
from prometheus_client.parser import text_string_to_metric_families
from toy import Count, CountHere, Die, Raise

from models.engine import Busy, RunFailed
from models.engine.ops import metrics


@pytest.fixture
def counted(engine):
    """How much a number of /metrics has grown since the test began."""

    def read(name, **labels):
        text = metrics.text(
            engine.waiting(), {family: engine.status(family).state == "ready" for family in engine.waiting()}
        ).decode()
        samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
        return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())

    before = {}
    for name in ("generative_ai_requests_total", "generative_ai_runs_total", "generative_ai_steps_total"):
        before[name] = {kind: read(name, kind=kind) for kind in ("count", "raise", "die", "count-here")}
    assert not any(value for kinds in before.values() for value in kinds.values()), "another test counted in here"
    return read


@pytest.fixture(autouse=True)
def from_zero():
    for metric in (
        metrics.REQUESTS,
        metrics.RUNS,
        metrics.RUN_SECONDS,
        metrics.WAIT_SECONDS,
        metrics.STEPS,
        metrics.CACHE_HITS,
    ):
        metric.clear()
    metrics.DEATHS.clear()
    metrics.STARTS.clear()


def test_thirty_equal_requests_are_one_run_and_one_later_is_found_in_the_cache(engine, counted):
    request = Count(steps=5, pause=0.05)
    runs = [engine.run(request, str(n)) for n in range(30)]
    threads = [threading.Thread(target=run.trace) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.run(request, "later").trace()
    asked = {a: counted("generative_ai_requests_total", kind="count", answer=a) for a in ("new", "shared", "cached")}
    assert asked == {"new": 1, "shared": 29, "cached": 1}
    assert counted("generative_ai_cache_hits_total", kind="count") == 1
    assert counted("generative_ai_runs_total", kind="count", outcome="done") == 1
    assert counted("generative_ai_steps_total", kind="count") == 5
    assert counted("generative_ai_run_seconds_count", kind="count") == 1
    assert 0.25 <= counted("generative_ai_run_seconds_sum", kind="count") < 60


def test_the_line_is_counted_while_it_stands_and_who_finds_it_full_is_busy(make_engine, counted):
    engine = make_engine(max_waiting=2)
    runs = [engine.run(Count(steps=500, pause=0.02, seed=seed)) for seed in range(2)]
    with pytest.raises(Busy):
        for seed in range(2, 6):
            runs.append(engine.run(Count(seed=seed)))
    text = metrics.text(engine.waiting(), {"toy": True, "here": True}).decode()
    assert 'generative_ai_waiting{family="toy"} 2.0' in text
    assert counted("generative_ai_requests_total", kind="count", answer="busy") == 1


def test_how_a_run_ended_and_how_often_the_worker_died_is_counted(engine, counted, until):
    for poison in (Raise(), Die()):
        with pytest.raises(RunFailed):
            engine.run(poison).trace()
    left = engine.run(Count(steps=1000, pause=0.02))
    until(lambda: left.steps)
    left.leave()
    engine.run(CountHere(steps=2)).trace()
    assert counted("generative_ai_runs_total", kind="raise", outcome="failed") == 1
    assert counted("generative_ai_runs_total", kind="die", outcome="failed") == 1
    assert counted("generative_ai_runs_total", kind="count", outcome="cancelled") == 1
    assert counted("generative_ai_runs_total", kind="count-here", outcome="done") == 1
    assert counted("generative_ai_worker_deaths_total") == 1
    assert counted("generative_ai_worker_starts_total") == 2
