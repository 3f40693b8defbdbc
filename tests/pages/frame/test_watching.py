"""A watched run is seen step by step; Stop keeps what there is of it, for its own request and for no other."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from toy import Count, CountStep

from models.engine import ModelInfo, RunFailed, Step, Trace
from models.engine.errors import Cancelled
from models.engine.observer import Observer
from models.engine.run import Computation
from models.engine.run import Run as EngineRun
from models.engine.status import READY
from models.engine.trace import key
from pages.frame import running, watching

MODEL = ModelInfo("toy", "", "int")


class StepwiseRun(EngineRun):
    """Each look at it brings a step; after the last one it has ended."""

    def __init__(self, engine, computation, visitor):
        super().__init__(computation, visitor)
        self.engine = engine

    def wait(self, timeout=None):
        shared, made = self._shared, len(self.steps) - 1
        if self.engine.interrupted.get(self.request) == made:
            st.stop()  # as where a newer run of the script ends this one at a look
        with self.engine.lock:
            if made == self.request.steps:
                self.engine.finish(shared)
            elif shared.state == "running":
                first = Step(passes=0)  # of a kind that nobody draws
                shared.add(CountStep(passes=1, value=np.zeros(1, np.float32), pid=made) if shared.steps else first)
        return True


class StepwiseEngine:
    """Has its model ready, and keeps the finished traces."""

    def __init__(self):
        self.lock, self.traces, self.left, self.failing = threading.RLock(), {}, [], set()
        self.interrupted = {}  # request → after how many of its steps a newer run of the script comes

    def cached(self, request):
        return self.traces.get(request)

    def status(self, family):
        return replace(READY, model=MODEL)

    def warm_up(self, family):
        pass

    def retry(self, family):
        pass

    def run(self, request, visitor):
        if request in self.failing:
            raise RunFailed()
        computation = Computation(request, self.lock, self.give_up, Observer())
        with self.lock:
            computation.move(0, 0.0)
        return StepwiseRun(self, computation, visitor)

    def finish(self, computation):
        trace = Trace(computation.request, tuple(computation.steps), 5.0, MODEL)
        self.traces[trace.request] = trace.as_("cached")
        computation.finish(trace)

    def give_up(self, computation):
        self.left.append(computation.request)
        computation.fail(Cancelled())


@pytest.fixture(autouse=True)
def slow(monkeypatch):
    made = StepwiseEngine()
    monkeypatch.setattr(running, "engine", lambda: made)
    monkeypatch.setattr(watching, "engine", lambda: made)
    monkeypatch.setattr(running, "LONGEST_PAUSE_SECONDS", 0.0)
    return made


def script():
    import streamlit as st
    from toy import Count, CountStep

    from pages.frame import export, later
    from pages.frame.frame import Frame

    state = st.session_state
    later.begin(arrived=False)
    page = Frame("toy", *[None] * 7)
    request = Count(steps=state.get("steps", 5), seed=state.get("seed", 0))

    def draw(steps):
        state["drawn"] = [*state.get("drawn", []), (request.seed, len(steps))]
        st.text(f"step {len(steps)}")

    def becomes(stopped):
        state["handed"] = stopped.request
        return {"steps": stopped.made}

    place = st.empty() if "given" in state else None
    more = {"becomes": becomes} if "hands" in state else {}
    trace = page.watch(request, draw, CountStep, planned=request.steps, place=place, **more)
    if "figure" in state:
        st.text(f"first: {page.shows(request)}")
    st.text(f"seed {trace.request.seed}: {sum(isinstance(s, CountStep) for s in trace.steps)}")
    st.text(export.cost(trace))
    page.say_stopped(trace)


def opened(**state):
    app = AppTest.from_function(script)
    return again(app, **state)


def again(app, **state):
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app):
    return [text.value for text in app.text]


def labels(app):
    return [button.label for button in app.button]


def interrupted(slow, at, **state):
    """The page while the run of its request goes on."""
    slow.interrupted[Count(steps=5, seed=state.get("seed", 0))] = at
    return opened(**state)


def stop(slow, app, seed=0):
    slow.interrupted.clear()
    app.button(key=f"_stop_{key(Count(steps=5, seed=seed))}").click()
    return again(app)


def test_each_step_is_drawn_and_at_the_end_the_trace_alone_is_left():
    app = opened()
    assert app.session_state["drawn"] == [(0, n) for n in range(1, 6)]
    assert texts(app) == ["seed 0: 5", "**live** · 5 ms · 5 forward passes · toy".replace(" ms", "\u202fms")]
    assert labels(app) == []


def test_the_button_comes_with_the_first_step_that_is_drawn(slow):
    assert labels(interrupted(slow, 0)) == []
    app = interrupted(slow, 1)
    assert labels(app) == ["Stop"] and texts(app) == ["step 1"]


def test_stop_ends_the_run_and_what_there_is_is_shown_and_called_stopped(slow):
    app = stop(slow, interrupted(slow, 2))
    assert slow.left == [Count(steps=5)]
    assert texts(app)[0] == "seed 0: 2" and texts(app)[1].startswith("**stopped** · 2 forward passes · toy")
    assert labels(app) == ["Stopped at step 2 of 5. Run it again"]
    assert texts(again(app))[0] == "seed 0: 2", "for as long as the same is asked for"


def test_a_stopped_run_runs_whole_at_a_click(slow):
    app = stop(slow, interrupted(slow, 2))
    app.button[0].click().run()
    assert texts(app)[0] == "seed 0: 5" and labels(app) == []


def test_what_one_request_came_to_is_not_shown_as_another_s(slow):
    app = stop(slow, interrupted(slow, 2))
    assert texts(again(app, seed=1))[0] == "seed 1: 5" and labels(app) == []
    assert texts(again(app, seed=0))[0] == "seed 0: 2"


def test_only_the_newest_stopped_runs_are_kept(slow):
    app = stop(slow, interrupted(slow, 2))
    for seed in range(1, watching.KEPT + 1):
        slow.interrupted[Count(steps=5, seed=seed)] = 3
        app = stop(slow, again(app, seed=seed), seed)
        assert texts(app)[0] == f"seed {seed}: 3"
    assert texts(again(app, seed=0))[0] == "seed 0: 5"


def test_what_was_stopped_is_handed_on_where_the_chapter_wants_it(slow):
    app = stop(slow, interrupted(slow, 3, hands=True))
    assert app.session_state["handed"] == Count(steps=5)
    assert texts(app)[0] == "seed 0: 3" and labels(app) == []
    assert slow.cached(Count(steps=3)) is not None, "a run of its own, whole"


def test_where_a_teacher_fixed_what_would_be_set_the_run_is_stopped_all_the_same(slow):
    app = stop(slow, interrupted(slow, 3, hands=True, _teacher_lock="steps"))
    assert texts(app)[0] == "seed 0: 3" and labels(app) == ["Stopped at step 3 of 5. Run it again"]
    assert slow.cached(Count(steps=3)) is None and "steps" not in app.session_state


def test_a_stop_that_came_with_another_text_sets_nothing_of_that(slow):
    app = interrupted(slow, 3, hands=True)
    app.session_state["seed"] = 1
    app = stop(slow, app)
    assert texts(app)[0] == "seed 1: 5" and "handed" not in app.session_state


def held(monkeypatch, run):
    state = {"_run": run}
    monkeypatch.setattr(st, "session_state", state)
    return state


def test_a_button_pressed_late_ends_no_other_run(monkeypatch, slow):
    run = slow.run(Count(seed=1), "visitor")
    state = held(monkeypatch, run)
    watching._stop(Count(seed=0), CountStep, 3)
    assert not run.ended and state["_run"] is run and not slow.left


def test_of_a_run_that_ended_in_the_same_moment_nothing_is_kept(monkeypatch, slow):
    run = slow.run(Count(), "visitor")
    while not run.ended:
        run.wait()
    state = held(monkeypatch, run)
    watching._stop(Count(), CountStep, 3)
    assert not state.get(watching.STOPPED)


def test_nothing_is_drawn_over_a_figure_that_stands_already_unless_it_gave_its_place(slow):
    app = opened(figure=True)
    slow.traces.clear()  # as where the cache was full
    again(app, drawn=[])
    assert app.session_state["drawn"] == []
    slow.traces.clear()
    again(app, drawn=[], given=True)
    assert len(app.session_state["drawn"]) == 5


def test_only_the_first_figure_of_a_visit_is_called_the_first():
    app = opened(figure=True)
    seen = [texts(again(app, seed=seed))[0] for seed in (0, 1, 1, 0)]
    assert seen == ["first: True", "first: False", "first: False", "first: False"]


def test_forgetting_a_kind_leaves_others_as_they_are(monkeypatch):
    first = watching.Stopped(Count(), (), 0.0, MODEL, made=1, planned=2)
    state = {watching.STOPPED: {Count(): first, "of another kind": first}}
    monkeypatch.setattr(st, "session_state", state)
    watching.forget(Count)
    assert list(state[watching.STOPPED]) == ["of another kind"]


def several():
    import streamlit as st
    from toy import Count

    from pages.frame import watching

    requests = [Count(seed=seed) for seed in range(3)]
    traces = watching.several(requests, name="three", label="Draw", icon=":material/compare:")
    st.text("none" if traces is None else str([trace.request.seed for trace in traces]))


def test_several_runs_start_at_a_click_and_come_in_their_order(slow):
    app = again(AppTest.from_function(several))
    assert texts(app) == ["none"] and labels(app) == ["Draw"] and not slow.traces
    app.button[0].click().run()
    assert texts(app) == ["[0, 1, 2]"] and labels(app) == []


def test_the_bar_moves_within_a_run_whose_steps_are_counted(slow, monkeypatch):
    moved = []
    monkeypatch.setattr(
        watching.running, "aside", lambda request, draw=None: draw and (draw([1]), draw([1, 2, 3])) and None
    )
    bar = type("Bar", (), {"progress": lambda self, value, text: moved.append(value), "empty": lambda self: None})()
    monkeypatch.setattr(watching.st, "empty", lambda: bar)
    monkeypatch.setattr(watching, "_stop_button", lambda *arguments: None)
    watching._one_after_the_other((Count(seed=0), Count(seed=1)), "x", planned=2)
    assert moved == [0, 0.25, 0.5]


def test_where_several_are_stopped_those_done_stay_known_and_the_rest_can_be_started_again(slow):
    app = again(AppTest.from_function(several))
    slow.interrupted[Count(seed=2)] = 1
    app.button[0].click().run()
    assert labels(app) == ["Stop"]
    slow.interrupted.clear()
    app.button[0].click().run()
    assert labels(app) == ["Draw"] and slow.left == [Count(seed=2)]
    assert set(slow.traces) == {Count(seed=0), Count(seed=1)}


def test_an_error_in_the_middle_of_several_is_said(slow):
    slow.failing.add(Count(seed=1))
    app = again(AppTest.from_function(several))
    app.button[0].click().run()
    assert [warning.value for warning in app.warning] == [RunFailed().template]
    assert labels(app) == ["Try again"] and texts(app) == ["none"]
    slow.failing.clear()
    app.button[0].click().run()
    assert texts(app) == ["[0, 1, 2]"]
