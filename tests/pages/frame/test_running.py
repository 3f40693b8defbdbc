"""A page waits for a run: a prepared trace stands in for as long as the live one takes, and then gives way to it."""

import threading

import pytest
from streamlit.testing.v1 import AppTest

from models.engine import RunFailed, Trace
from models.engine.observer import Observer
from models.engine.run import Computation
from models.engine.run import Run as EngineRun
from models.prepared import prepared
from models.shared_engine import engine
from models.text.kinds import NextToken
from pages.frame import running


class SlowEngine:
    """Has every model ready, knows no finished trace, and ends its one run when told to."""

    def __init__(self):
        self.lock = threading.RLock()
        self.computation = Computation(NextToken(), self.lock, lambda computation: None, Observer())
        with self.lock:
            self.computation.move(0, 0.0)

    def cached(self, request):
        return None

    def status(self, family):
        return engine().status("tokens")

    def retry(self, family):
        raise AssertionError("nobody pressed the button")

    def run(self, request, visitor):
        return EngineRun(self.computation, visitor)


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(running, "QUIET_SECONDS", 0.01)
    made = SlowEngine()
    monkeypatch.setattr(running, "engine", lambda: made)
    return made


def script():
    import streamlit as st

    from models.text.kinds import NextToken
    from pages.frame import running

    trace = running.get(NextToken())
    st.text(trace.provenance if trace else "none")


def test_a_prepared_trace_stands_in_while_the_live_run_goes_on(slow):
    app = AppTest.from_function(script).run()
    assert [text.value for text in app.text] == ["prepared"]
    assert any("Meanwhile, a prepared result." in line.value for line in app.markdown)


def test_the_live_trace_takes_over_once_it_is_whole(slow):
    app = AppTest.from_function(script).run()
    shipped = prepared(NextToken())
    with slow.lock:
        slow.computation.finish(Trace(NextToken(), shipped.steps, 5.0, shipped.model))
    app.run()
    assert [text.value for text in app.text] == ["live"]
    assert not any("Meanwhile" in line.value for line in app.markdown)


def test_a_run_that_fails_behind_a_prepared_trace_says_so_and_offers_another_try(slow):
    app = AppTest.from_function(script).run()
    with slow.lock:
        slow.computation.fail(RunFailed())
    app.run()
    assert [warning.value for warning in app.warning] == [RunFailed().template]
    assert [button.label for button in app.button] == ["Try again"]


class Ticking:
    """A run of which each look at the clock brings a step, and the clock: it goes on by 10 ms from look to look."""

    def __init__(self, steps):
        self.now, self.left, self.steps, self.place = 0.0, steps, (), 0

    def monotonic(self):
        self.now += 0.01
        return self.now

    @property
    def state(self):
        return "running" if self.left else "done"

    def wait(self, timeout):
        self.left -= 1
        self.steps = (*self.steps, "a step")


def test_drawing_takes_a_fifth_of_the_time_at_most(monkeypatch):
    run, moments = Ticking(400), []
    monkeypatch.setattr(running, "time", run)

    def draw(steps):
        moments.append(run.now)
        run.now += 0.1

    running._follow(run, draw, "tokens")
    assert len(moments) > 5
    assert sum(0.1 for _ in moments) <= run.now / 5 + 0.1
    monkeypatch.setattr(running, "LONGEST_PAUSE_SECONDS", 0.0)
    often, run = len(moments), Ticking(400)
    monkeypatch.setattr(running, "time", run)
    moments.clear()
    running._follow(run, draw, "tokens")
    assert len(moments) > 2 * often
