"""The main figure: the same beginning, continued by each machine, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from models.engine import Trace
from models.engine.requests import Request
from models.history.kinds import Tell
from models.prepared import prepared
from models.shared_engine import engine
from models.text.architecture import host_model
from models.text.kinds import Write
from pages.basics.language import _
from pages.basics.words import escape, fill, show
from pages.chapters.history import machines
from pages.chapters.history.machines import AGES, PRETRAINED
from pages.frame import export, running
from pages.frame.table import Table


def run(told: Tell) -> dict[str, Trace]:
    """The machines' texts, each drawn as soon as it is there. SmolLM2's comes when its process is loaded."""
    traces: dict[str, Trace] = {}
    engine().warm_up(told.family)  # for a text of the visitor's own, which may come next
    for name, request in machines.requests(told).items():
        with st.container(border=True, key=f"machine-{name}", gap="xsmall"):
            age = AGES[name]
            year = "" if name == PRETRAINED and host_model() else f" · {age.year}"
            st.markdown(f"**{escape(machines.title(name))}**{year} · :small[{machines.idea(name)}]")
            trace = running.aside(request) if name == PRETRAINED else _told(request)
            if trace is not None:
                traces[name] = trace
                st.text(machines.text(trace) if name == "eliza" else beginning(trace) + machines.text(trace))
                st.markdown(f":small[{_known(name, told.order, trace)}]")
    return traces


def _told(request: Request) -> Trace | None:
    """The machine's text. What is shipped is not made again: on every arrival six runs would wait for each other. After
    an error: what is shipped of this machine, with the beginning that it is of."""
    assert isinstance(request, Tell)
    return prepared(request) or running.get(request) or prepared(Tell(machine=request.machine))


def beginning(trace: Trace) -> str:
    assert isinstance(trace.request, (Tell, Write))
    return trace.request.prompt


def _known(name: str, order: int, trace: Trace) -> str:
    """What is known of the machine, and of this text."""
    if name == "eliza":
        step = machines.told(trace)
        assert step is not None
        return fill(_("No numbers, nothing learned. The rule that fitted: {rule}"), {"rule": step.rule})
    if name == PRETRAINED:
        if host_model():
            return export.cost(trace)
        numbers, bits = machines.PARAMETERS, machines.bits_of_pretrained()
        known = _("{numbers:,} numbers · {bits} bits per character of two new stories, which it never learned")
        return fill(known, {"numbers": numbers, "bits": show(bits, ".2f")})
    judged, step = machines.judged(name, order), machines.told(trace)
    assert step is not None
    known = _("{numbers:,} numbers · {bits} bits per character of new stories · copied: {copied} of its stretches")
    values = {"numbers": judged.numbers, "bits": show(judged.bits, ".3f"), "copied": show(step.share_copied, ".0%")}
    return fill(known, values)


def table(traces: Mapping[str, Trace]) -> Table:
    steps = {name: machines.told(trace) for name, trace in traces.items()}
    return {
        _("machine"): [machines.title(name) for name in traces],
        _("year"): ["–" if name == PRETRAINED and host_model() else AGES[name].year for name in traces],
        _("text"): [machines.text(trace) for trace in traces.values()],
        _("of its stretches of 40 characters, copied (%)"): [
            round(100 * step.share_copied, 1) if step and name != "eliza" else None for name, step in steps.items()
        ],
        _("time (ms)"): [round(trace.milliseconds, 1) for trace in traces.values()],
        _("source"): [export.source(trace) for trace in traces.values()],
    }
