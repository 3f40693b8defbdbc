"""The main figure: the loss as it falls, and under it what the network writes at each checkpoint."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.engine import Step, Trace
from models.engine.translation import N_
from models.prepared import prepared
from models.tiny_transformer.kinds import LONG, CheckpointStep, ProgressStep, TextStep, Train
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.training.machines import machine, yardsticks
from pages.chapters.training.steps import of_kind, progress, request_of, text
from pages.figures import live_losses, losses
from pages.figures.components.text_film import Part, TextFrame, text_film
from pages.figures.losses import Curve
from pages.frame import controls
from pages.frame.frame import Frame
from pages.frame.table import Table


def run(page: Frame, request: Train) -> Trace:
    """The trace of the request, drawn as it learns. The long run is shipped: nobody waits while it is made again."""
    if request == LONG and (shipped := prepared(request)):
        return shipped

    def draw(steps: Sequence[Step]) -> None:
        measured = of_kind(steps, ProgressStep)
        last = measured[-1]
        update = _("Update {n} of {total}").format(n=show(last.number, ","), total=show(request.steps, ","))
        bits = _("{bits} bits per character").format(bits=show(last.held_out, ".3f"))
        st.progress(last.number / request.steps, f"{update} · {bits}")
        compared = [line for step in of_kind(steps, TextStep)[:1] for line in yardsticks(step)]
        picture = live_losses.svg(lines(measured), compared, request.steps, theme.palette())
        st.image(picture, width="stretch", alt=f"{update} · {bits}")
        for step in of_kind(steps, CheckpointStep)[-1:]:
            st.markdown(f":small[{_('update {n}').format(n=show(step.number, ','))}]")
            st.text(request.beginning + step.continuation)

    return page.watch(request, draw, Step, planned=request.steps, count=made)


def made(steps: Sequence[Step]) -> int:
    """Updates so far."""
    return max((step.number for step in of_kind(steps, ProgressStep)), default=0)


def lines(steps: Sequence[ProgressStep]) -> Curve:
    return [s.number for s in steps], [s.train for s in steps], [s.held_out for s in steps]


def shown(trace: Trace) -> int:
    """The place of the checkpoint that is shown, counted from 0."""
    return min(int(controls.keep("at")), len(of_kind(trace.steps, CheckpointStep))) - 1


def draw(page: Frame, trace: Trace) -> None:
    checkpoints = of_kind(trace.steps, CheckpointStep)
    if not checkpoints:  # of a run that was stopped at once
        return
    yardstick, at = text(trace), shown(trace)
    page.figure(
        losses.losses(
            lines(progress(trace)),
            yardsticks(yardstick) if yardstick else [],
            request_of(trace).steps,
            checkpoints[at].number,
            theme.palette(),
        ),
        "losses",
        alt=_("Bits per character over the updates, and what simpler machines need."),
        table_elsewhere=True,
    )
    note = _(
        "Dashed: machines that only count. “2 back” looks at the 2 pieces before the next one. Fewer bits are better."
    )
    st.markdown(f":small[{note}]")
    text_film(
        memo.of(trace, "frames", lambda: [frame(request_of(trace).beginning, step) for step in checkpoints]),
        mark=_("longest stretch copied from the text it learned from"),
        key="writes",
        label=_("What the network writes, update by update"),
        at=at,
        autoplay=page.shows(trace.request) and controls.value("at") == controls.default("at"),
        frame_name=N_("Checkpoint"),
        on_show=lambda frame: controls.put(at=frame + 1 if frame + 1 < len(checkpoints) else controls.default("at")),
    )


def frame(beginning: str, step: CheckpointStep) -> TextFrame:
    before, marked, after = step.continuation.partition(step.copied) if step.copied else (step.continuation, "", "")
    value = _("update {n} · longest copied stretch: {length} characters")
    value = value.format(n=show(step.number, ","), length=len(step.copied))
    parts: list[Part] = [("given", beginning), ("written", before), ("marked", marked), ("written", after)]
    return TextFrame(parts=parts, value=value)


def table(trace: Trace) -> Table:
    steps = progress(trace)
    return {
        _("updates"): [s.number for s in steps],
        _("text learned from (bits per character)"): [round(s.train, 4) for s in steps],
        _("text never seen (bits per character)"): [round(s.held_out, 4) for s in steps],
        _("length of the last gradient (nats)"): [round(s.gradient_norm, 4) for s in steps],
        _("learning rate"): [round(s.learning_rate, 8) for s in steps],
    }


def simpler_machines(page: Frame, trace: Trace) -> None:
    """What the simpler machines need, as a table."""
    step = text(trace)
    if step is None:
        return
    rows = [(_("guessing blindly"), step.blind)]
    rows += [(machine(order), float(bits)) for order, bits in enumerate(step.ngrams)]
    rows += [(_("floor: nothing can be better"), step.floor)] if step.floor is not None else []
    page.table(
        {
            _("machine"): [name for name, _bits in rows],
            _("bits per character"): [round(bits, 4) for _name, bits in rows],
        },
        _("The simpler machines as a table"),
    )
