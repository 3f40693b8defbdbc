"""The few-step student: it draws while one types, and both networks side by side with the same few steps."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from models.diffusion.kinds import FewSteps, TextToImage
from models.engine import Trace
from models.engine.requests import Request
from pages.basics.language import _
from pages.basics.words import fill
from pages.chapters.text_to_image import reading, ways
from pages.chapters.text_to_image.drawing import changed
from pages.chapters.text_to_image.outcome import finished, request_of, text_of
from pages.figures import latents
from pages.frame import controls, export, running, watching
from pages.frame.frame import Frame

COMPARED = (1, 2, 4)  # steps


@st.fragment  # each letter redraws this part alone; nothing below depends on it
def draw(page: Frame) -> None:
    st.header(_("Drawn while you type"), anchor=False)
    st.markdown(
        _(
            "Twenty steps take a while. So a second network of the same architecture, the **student**, was "
            "trained by the first to jump from any point straight to the end. It needs one to eight steps and "
            "looks only once in each; guidance 4 is built in."
        )
    )
    view = page.beside("few", (1, 1))
    with view.first:
        prompt = controls.draw("quick")
    with view.controls:
        choice = {"quick": prompt} | controls.draw("few", "mix")
    request = view.ask(FewSteps, choice)
    with view.stage:
        trace = running.aside(request)
        if trace is None:
            return
        readings = reading.rows(request.prompt, trace.last)
        st.image(latents.png(trace.last.picture), width=256, alt=_describe(readings))
        st.markdown(f":small[{export.cost(trace)}]", help=export.explained(trace))
        if reading.score(readings)[1]:
            st.markdown(reading.found(readings))
        ways.say(prompt, request.prompt)
        reading.unknown(text_of(trace))


def _describe(readings: list[reading.Row]) -> str:
    """What the classifier reads in it, for those who cannot see it."""
    seen = ", ".join(reading.value(row) for row in readings if row.seen)
    return _("A drawn person: {seen}").format(seen=seen)


def compare(trace: Trace) -> None:
    """The same words and the same noise, drawn by both networks in as few steps."""
    if not finished(trace):
        return
    request = request_of(trace)
    st.header(_("What were the many steps for?"), anchor=False)
    student: dict[int, Request] = {
        n: FewSteps(prompt=request.prompt, seed=request.seed, num_inference_steps=n) for n in COMPARED
    }
    teacher: dict[int, Request] = {
        n: changed(request, num_inference_steps=n, film=False, attention_maps=False) for n in COMPARED
    }
    drawn = watching.several(
        [*teacher.values(), *student.values()],
        name="few_compare",
        label=_("Draw it in 1, 2 and 4 steps, by both networks"),
        icon=":material/compare:",
    )
    if drawn is None:
        return
    known = {one.request: one for one in drawn}
    steps = request.num_inference_steps
    _row(
        _("The first network, trained to take many steps"),
        {n: known[one] for n, one in teacher.items()} | {steps: trace},
    )
    _row(_("The student, trained to jump"), {n: known[one] for n, one in student.items()})
    st.markdown(
        _(
            "All start from the same noise. In one step the first network can only give a **mean of the pictures "
            "that fit your words**, which is a blur; each further step narrows down which one it will be. The "
            "student has learned where such paths end, and commits at once. What it can no longer do: let you "
            "choose the guidance, which weighs the words at every step."
        )
    )


def _row(title: str, drawn: Mapping[int, Trace]) -> None:
    st.markdown(f"**{title}**")
    with st.container(horizontal=True, gap="small"):
        for n, trace in drawn.items():
            request = trace.request
            assert isinstance(request, (FewSteps, TextToImage))
            readings = reading.rows(request.prompt, trace.last)
            kept, wanted = reading.score(readings)
            with st.container(width=128, gap=None):
                named = fill(_("{n:d|step|steps}"), {"n": n})
                st.image(latents.png(trace.last.picture), width=128, alt=f"{named}: {_describe(readings)}")
                score = [_("{kept} of {asked} drawn").format(kept=kept, asked=wanted)] if wanted else []
                st.markdown("  \n".join(f":small[{line}]" for line in (f"**{named}**", *score, export.source(trace))))
