"""One machine learns from nothing while one watches: its loss, what it writes, and the shipped one beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from models.engine import Step, Trace
from models.engine.errors import InvalidRequest
from models.engine.translation import N_
from models.history.kinds import BEGINNING, ROUNDS, UPDATES, LearningStep, LearnMachine, SourceStep, Tell
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.history import learned
from pages.chapters.history.learned import of_kind, so_many
from pages.chapters.history.machines import AGES
from pages.figures import live_losses, losses
from pages.figures.components.text_film import Part, TextFrame, text_film
from pages.figures.losses import Curve
from pages.frame import controls, export, own_text, running
from pages.frame.frame import Frame


def widgets() -> dict[str, Any]:
    """What is chosen here, and the visitor's text, which is no control. What the machine does not use is not drawn."""
    learner = controls.draw("learner")
    choice = {"learner": learner} | controls.beside("learns_from", "rounds" if learner == "hmm" else "updates")
    return choice | {"text": own_text.draw("history") if choice["learns_from"] == "own" else ""}


def draw(page: Frame, told: Tell, choice: Mapping[str, Any]) -> None:
    st.markdown(
        _(
            "The machines above learned for minutes, long ago. Here one begins with random numbers and learns while "
            "you watch. The Markov chain counts its text in every run anyway, ELIZA learns nothing, and SmolLM2 read a "
            "part of the web, which takes far longer than a visit."
        )
    )
    request = _request(told, choice)
    if request is None:
        return
    trace = page.watch(
        request, lambda steps: _while_it_learns(request, steps), Step, planned=request.planned, count=made
    )
    page.say_stopped(trace)
    if learned.steps(trace):
        _figure(page, trace)
        _texts(page, trace)
        st.markdown(learned.sentences(trace))
        st.markdown(f":small[{export.cost(trace)}]")
        page.table(learned.table(trace), caption=_("A machine that learns while you watch"))


def _request(told: Tell, choice: Mapping[str, Any]) -> LearnMachine | None:
    """None where a text of the visitor's cannot be learned from: the sentence that says why is drawn."""
    own = choice["learns_from"] == "own"
    try:
        return LearnMachine(
            machine=choice["learner"],
            corpus=choice["learns_from"],
            text=choice["text"],
            updates=int(choice.get("updates", UPDATES)),
            rounds=int(choice.get("rounds", ROUNDS)),
            prompt="" if own and told.prompt == BEGINNING else told.prompt,
            seed=told.seed,
        )
    except InvalidRequest as error:
        st.warning(running.sentence(error), icon=":material/edit:")
        return None


def made(steps: Sequence[Step]) -> int:
    """Updates or rounds so far."""
    return max((step.number for step in of_kind(steps, LearningStep)), default=0)


def lines(steps: Sequence[LearningStep]) -> Curve:
    return [s.number for s in steps], [s.train for s in steps], [s.new for s in steps]


def _while_it_learns(request: LearnMachine, steps: Sequence[Step]) -> None:
    measured = of_kind(steps, LearningStep)
    if not measured:
        return
    last = measured[-1]
    said = _("{machine} after {counted}: {bits} bits per character").format(
        machine=_(AGES[request.machine].title), counted=so_many(request, last.number), bits=show(last.new, ".3f")
    )
    st.progress(last.number / request.planned, said)
    compared = learned.yardsticks(request, of_kind(steps, SourceStep)[0])
    st.image(
        live_losses.svg(lines(measured), compared, request.planned, theme.palette()), width=live_losses.WIDTH, alt=said
    )
    st.text(request.prompt + last.text)


def _figure(page: Frame, trace: Trace) -> None:
    request = learned.request_of(trace)
    st.markdown(f"**{_(AGES[request.machine].title)}** · {AGES[request.machine].year}")
    page.figure(
        losses.losses(
            lines(learned.steps(trace)),
            learned.yardsticks(request, of_kind(trace.steps, SourceStep)[0]),
            request.planned,
            palette=theme.palette(),
            rounds=request.machine == "hmm",
        ),
        "learns",
        alt=_("Bits per character of a machine while it learns, beside the chain and the machine that learned long."),
        table_elsewhere=True,
    )
    notes = [
        _(
            "Dashed: other machines on the same new text, and its floor. “2 back”: the Markov chain, counted in this "
            "run."
        )
    ]
    if request.corpus != "own":
        notes.append(_("“Learned long”: the shipped machine of the same kind."))
    st.markdown(f":small[{' '.join(notes)}]")


def _texts(page: Frame, trace: Trace) -> None:
    """What it writes at each checkpoint, as a film."""
    request = learned.request_of(trace)
    frames = memo.of(trace, "texts", lambda: [_frame(request, step) for step in learned.steps(trace)])
    text_film(
        frames,
        mark=_("longest stretch copied from the text it learned from"),
        key="machine_writes",
        label=_("What the machine writes while it learns"),
        at=len(frames) - 1,
        frame_name=N_("Checkpoint"),
        on_show=lambda frame: None,
    )


def _frame(request: LearnMachine, step: LearningStep) -> TextFrame:
    before, marked, after = step.text.partition(step.copied) if step.copied else (step.text, "", "")
    parts: list[Part] = [("given", request.prompt), ("written", before), ("marked", marked), ("written", after)]
    value = _("{counted} · longest copied stretch: {length} characters")
    return TextFrame(parts=parts, value=value.format(counted=so_many(request, step.number), length=len(step.copied)))
