"""A run that is watched: its steps are drawn as they come, Stop ends it within one step, and the steps made by then are
kept. And several runs that one click starts, one after the other.

Steps are kept under their request, and a button acts on the request it was drawn for, so no text or figure gets the
result of another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.engine import Step, Trace
from models.engine.requests import Request
from models.engine.trace import key
from models.prepared import prepared
from models.shared_engine import engine
from pages.basics.language import _
from pages.frame import later, running, teacher

S = TypeVar("S", bound=Step)
STOPPED = "_stopped"  # request → its steps
KEPT = 2  # only the newest: a hundred steps with pictures take some megabytes
SHOWN = "_shown"  # chapter → the request whose figure is on its page
WANTED = "_wanted"  # name of a figure → the runs that the visitor started for it


@dataclass(frozen=True, eq=False, kw_only=True)
class Stopped(Trace):
    """The beginning of a run that its visitor stopped. How long the model worked on it is not known: NaN."""

    made: int  # steps of the kind that was drawn, or what the chapter counts instead
    planned: int  # of the whole run


Becomes = Callable[[Stopped], dict[str, Any]]


def watch(
    slug: str,
    request: Request,
    draw: Callable[[Sequence[S]], None],
    of: type[S],
    planned: int = 0,
    place: DeltaGenerator | None = None,
    becomes: Becomes | None = None,
    count: Callable[[Sequence[S]], int] = len,
) -> Trace | None:
    """The trace of a request, or None after an error, as running.get gives it. The rest is as Frame.watch says."""
    with st.container():  # as in running.get
        return _watch(slug, request, draw, of, planned, place, becomes, count)


def _watch(
    slug: str,
    request: Request,
    draw: Callable[[Sequence[S]], None],
    of: type[S],
    planned: int,
    place: DeltaGenerator | None,
    becomes: Becomes | None,
    count: Callable[[Sequence[S]], int],
) -> Trace | None:
    stopped = _stopped().get(request)
    if stopped is not None:
        sets = becomes(stopped) if becomes else {}
        if sets and not teacher.fixed() & set(sets):
            again(request)
            later.put(**sets)
        return stopped
    if engine().cached(request) is not None or (place is None and stands(slug, request)):
        return running.get(request)  # its figure is there already, and stays as the visitor left it
    button = st.empty()  # above what grows: it stays where it is
    own = st.empty() if place is None else place
    drawn = 0

    def follow(steps: Sequence[Step]) -> None:
        nonlocal drawn
        new = [step for step in steps if isinstance(step, of)]
        if len(new) <= drawn:
            return
        if not drawn:
            _stop_button(button, key(request), _stop, request, of, planned, count)
        drawn = len(new)
        with own.container():
            draw(new)

    trace = running.get(request, follow)
    if place is None:
        own.empty()
    button.empty()
    return trace


def _stop_button(place: DeltaGenerator, name: str, stop: Callable[..., None], *args: object) -> None:
    place.button(_("Stop"), key=f"_stop_{name}", icon=":material/stop_circle:", on_click=stop, args=args)


def _stopped() -> dict[Request, Stopped]:
    kept: dict[Request, Stopped] = st.session_state.setdefault(STOPPED, {})
    return kept


def _stop(request: Request, of: type[S], planned: int, count: Callable[[Sequence[S]], int] = len) -> None:
    """Ends the run and keeps its steps so far. A run that ended in the same moment is complete: nothing to keep."""
    run = running.stop(request)
    model = engine().status(request.family).model
    if run is None or run.state != "cancelled" or model is None:
        return
    steps = run.steps
    made = count([step for step in steps if isinstance(step, of)])
    kept = _stopped()
    kept[request] = Stopped(request, steps, math.nan, model, made=made, planned=planned)
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def again(request: Request) -> None:
    """Forgets that this run was stopped, so that it runs to the end, and is drawn on the way; for callbacks."""
    _stopped().pop(request, None)
    shown: dict[str, tuple[Request, bool]] = st.session_state.get(SHOWN, {})
    for slug in [slug for slug, (of, _alone) in shown.items() if of == request]:
        del shown[slug]


def forget(kind: type[Request]) -> None:
    """Forgets all stopped runs of a kind; for callbacks."""
    for request in [request for request in _stopped() if isinstance(request, kind)]:
        again(request)


def say_stopped(trace: Trace) -> None:
    """For a stopped run: how far it got, and a button that runs it to the end: from where it was, if its kind resumes
    and its process still has it. For a complete one: nothing."""
    if isinstance(trace, Stopped):
        far = _("Stopped at step {i} of {n}.").format(i=trace.made, n=trace.planned)
        label = _("{said} Go on") if trace.request.resumes else _("{said} Run it again")
        st.button(
            label.format(said=far),
            key=f"_again_{key(trace.request)}",
            icon=":material/refresh:",
            on_click=again,
            args=(trace.request,),
        )


def say_unfinished(trace: Stopped) -> None:
    """In the place of what a lesson says of a whole run: how far this one came. Nothing of its end is known."""
    if trace.request.resumes:
        text = _("You stopped this run at step {i} of {n}. It has no end that could be judged: let it go on for one.")
    else:
        text = _("You stopped this run at step {i} of {n}. It has no end that could be judged: run it again for one.")
    st.markdown(text.format(i=trace.made, n=trace.planned))


def stands(slug: str, request: Request) -> bool:
    """Whether the figure on the chapter's page is already this request's."""
    shown = st.session_state.get(SHOWN, {}).get(slug)
    return shown is not None and shown[0] == request


def shows(slug: str, request: Request) -> bool:
    """Notes that the chapter's figure is this request's. Returns whether the visit has seen it show no other."""
    shown: dict[str, tuple[Request, bool]] = st.session_state.setdefault(SHOWN, {})
    before, alone = shown.get(slug, (request, True))
    shown[slug] = (request, alone and before == request)
    return shown[slug][1]


def several(
    requests: Sequence[Request], name: str, label: str, icon: str, first: bool = False, planned: int = 0
) -> list[Trace] | None:
    """The traces of all requests, in order, once all are known. Until then None, and a button that makes them one after
    another, then a progress bar and a button that stops; finished ones stay known.

    `name` tells the figure apart from others of the visit; `first`: the button is the first thing to do in its view;
    `planned`: steps of each run, where the bar is to move within one.
    """
    known = [engine().cached(request) or prepared(request) for request in requests]
    whole = [trace for trace in known if trace is not None]
    if len(whole) == len(requests):
        return whole
    wanted = tuple(requests)
    started: dict[str, tuple[Request, ...]] = st.session_state.setdefault(WANTED, {})
    if later.granted(name):  # by a click that may have come with a change of the settings: it is for what they are now
        started[name] = wanted
    if started.get(name) == wanted:
        return _one_after_the_other(wanted, name, planned)
    look: Literal["primary", "secondary"] = "primary" if first else "secondary"
    st.button(label, type=look, icon=icon, key=f"_{name}", on_click=later.wish, args=(name,))
    return None


def _one_after_the_other(requests: tuple[Request, ...], name: str, planned: int) -> list[Trace] | None:
    bar, button = st.empty(), st.empty()
    traces: list[Trace] = []
    for n, request in enumerate(requests, 1):
        done, far = (n - 1) / len(requests), _("{n} of {count}").format(n=n, count=len(requests))
        bar.progress(done, far)

        def follow(steps: Sequence[Step], done: float = done, far: str = far) -> None:
            bar.progress(done + min(len(steps) / planned, 1) / len(requests), far)

        _stop_button(button, f"{name}_{n}", _stop_all, name, requests)
        trace = running.aside(request, follow if planned else None)
        if trace is None:
            break
        traces.append(trace)
    bar.empty()
    button.empty()
    return traces if len(traces) == len(requests) else None


def _stop_all(name: str, requests: tuple[Request, ...]) -> None:
    """Ends the current run; finished ones stay known."""
    running.stop(*requests)
    st.session_state.get(WANTED, {}).pop(name, None)
