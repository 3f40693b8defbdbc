"""How a page waits for a run: prepared at once, live as soon as possible, and meanwhile its position in the queue.

The engine does the work in another process. Here a script thread only polls, and at each poll Streamlit may stop the
script for a newer one.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence

import streamlit as st

from models.engine import Busy, Cancelled, EngineError, InvalidRequest, ModelUnavailable, Run, RunFailed, Status, Trace
from models.engine.requests import Request
from models.engine.steps import Step
from models.engine.trace import key
from models.prepared import prepared
from models.shared_engine import engine
from pages.basics.language import _
from pages.basics.words import fill

Draw = Callable[[Sequence[Step]], None]
POLL_SECONDS = 0.1
QUIET_SECONDS = 0.4  # waits shorter than this are not worth a line
LONGEST_PAUSE_SECONDS = 1.0  # between two drawings of a running run
TAKEN_OVER = "_taken_over"  # the run that a prepared trace stood in for


def visitor() -> str:
    """A name for this visit, so that a newer request of the same visitor replaces the waiting one."""
    return str(st.session_state.setdefault("_visitor", uuid.uuid4().hex))


def sentence(message: EngineError | InvalidRequest | Status) -> str:
    """The engine's message as one translated sentence, its values escaped for Markdown."""
    return fill(_(message.template), message.values)


def get(request: Request, draw: Draw | None = None) -> Trace | None:
    """The trace of a request; None after an error sentence and a retry button have been drawn.

    If a prepared trace is shipped, it stands in until the live one is complete: while the model is being fetched and
    loaded, and while the run takes longer than a moment. Then the page reruns itself. `draw` gets the steps so far
    of any other long run while it goes on.
    """
    with st.container():  # what is said meanwhile moves nothing: what follows has the same position in every run
        return _get(request, draw)


def _get(request: Request, draw: Draw | None) -> Trace | None:
    taken_over: Run | None = st.session_state.get(TAKEN_OVER)
    if taken_over is not None and taken_over.request == request:
        return taken_over.trace()
    known = engine().cached(request)
    if known is not None:
        return known
    stand_in = prepared(request)
    if not _ready(request):
        engine().warm_up(request.family)
        if stand_in is not None:
            _take_over_when_ready(request.family, key(request), _("Meanwhile, a prepared result."))
            return stand_in
    try:
        run = engine().run(request, visitor())
        if stand_in is not None and not _ends_within(run, QUIET_SECONDS):
            _take_over_when_done(run, request.family)
            return stand_in
        _follow(_hold(run), draw, request.family)
        return run.trace()
    except (Busy, RunFailed, ModelUnavailable) as error:
        _apologise(error, request)
        return None
    except Cancelled:
        return None


def _ready(request: Request) -> bool:
    return engine().status(request.family).state == "ready"


def aside(request: Request, draw: Draw | None = None) -> Trace | None:
    """The trace of a lower figure, which does not hold up the page while the model loads: what is known so far, or None
    and a line that says so, until the page reruns itself. Also None after an error, which is shown."""
    if engine().cached(request) is None and not _ready(request):
        engine().warm_up(request.family)
        known = prepared(request)
        then = _("This figure will follow.") if known is None else _("Meanwhile, a prepared result.")
        _take_over_when_ready(request.family, key(request), then)
        return known
    return get(request, draw)


def _hold(run: Run) -> Run:
    """Keeps the visit's run and only then leaves the previous one. A widget touched during a run stops this script and
    starts it again: if it asks for the same, the run goes on; otherwise the old one ends. An ended visit drops it."""
    before = st.session_state.get("_run")
    st.session_state["_run"] = run
    if before is not None:
        before.leave()
    return run


def _follow(run: Run, draw: Draw | None, family: str) -> None:
    """Polls until the run has ended and shows its progress; an unchanged line is not sent again.

    Drawing takes a fifth of the time at most, so that thirty pages following thirty runs leave some to the runs.
    """
    began, drawn, line, shown = time.monotonic(), 0, st.empty(), ""
    draw_from = began
    while run.state in ("waiting", "running"):
        run.wait(POLL_SECONDS)
        steps = run.steps
        if draw is not None and len(steps) > drawn and (before := time.monotonic()) >= draw_from:
            drawn = len(steps)
            draw(steps)
            after = time.monotonic()
            draw_from = after + min(4 * (after - before), LONGEST_PAUSE_SECONDS)
        if time.monotonic() - began > QUIET_SECONDS and shown != (now := _position(run, family)):
            shown = now
            line.markdown(f":small[{shown}]")
        visitor()  # whatever reads the visit's state lets Streamlit stop this script for a newer one
    line.empty()


def _ends_within(run: Run, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not run.ended and (left := deadline - time.monotonic()) > 0:
        run.wait(left)
    return run.ended


def _position(run: Run, family: str) -> str:
    status = engine().status(family)
    if status.state != "ready":
        return f":material/hourglass_top: {sentence(status)}"
    if run.place:
        text = _("Waiting: place {place} in the queue, about {seconds:.0f} s.")
        return ":material/hourglass_top: " + text.format(place=run.place, seconds=run.wait_seconds or 0)
    return ":material/bolt: " + _("Running: step {n}.").format(n=len(run.steps) + 1)


def stop(*requests: Request) -> Run | None:
    """Ends this visit's current run and returns it, if it is one of these requests'; for callbacks. Otherwise a button
    pressed too late would end the run that came after its own."""
    run: Run | None = st.session_state.get("_run")
    if run is None or run.request not in requests:
        return None
    del st.session_state["_run"]
    run.leave()
    return run


def _apologise(error: EngineError, request: Request) -> None:
    """The sentence and a button to try again; each figure of a page may have its own."""
    st.warning(sentence(error), icon=":material/error:")
    st.button(
        _("Try again"),
        key=f"_retry_{key(request)}",
        on_click=engine().retry,
        args=(request.family,),
        icon=":material/refresh:",
    )


@st.fragment(run_every=1.0)
def _take_over_when_ready(family: str, name: str, until_then: str) -> None:
    """One line that says what the model's process is doing; reruns the page when it is ready."""
    status = engine().status(family)
    if status.state == "ready":
        st.rerun()
    if status.state == "failed":
        st.warning(sentence(status), icon=":material/error:")
        retry, again = engine().retry, f"_retry_load_{name}"
        st.button(_("Try again"), key=again, on_click=retry, args=(family,), icon=":material/refresh:")
        return
    st.markdown(f":small[:material/hourglass_top: {sentence(status)} {until_then}]")


@st.fragment(run_every=0.5)
def _take_over_when_done(run: Run, family: str) -> None:
    """One line that says how far the live run is; reruns the page when it has ended. Only the fragment holds the
    run: once a page no longer draws it, the run is left."""
    if run.error is not None:
        _apologise(run.error, run.request)
        return
    if run.ended:
        st.session_state[TAKEN_OVER] = run
        st.rerun()
    st.markdown(f":small[{_position(run, family)} {_('Meanwhile, a prepared result.')}]")
