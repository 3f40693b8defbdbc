"""Where a gradient comes from: one number of the network, its slope computed, and the same by trying."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.tiny_transformer.kinds import OFFSETS, UpdateStep
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import show
from pages.chapters.training import charts
from pages.chapters.training.update import at_checkpoint
from pages.frame.frame import Frame

NEAR = 0.001  # both ways, for the slope by trying
WIDTH = 96  # numbers in a row of the matrix


def by_trying(step: UpdateStep) -> float:
    """The slope between the number a little smaller and a little larger, nats per piece and unit."""
    less, more = (step.nearby[OFFSETS.index(offset)] for offset in (-NEAR, NEAR))
    return float((more - less) / (2 * NEAR))


def draw(page: Frame, trace: Trace) -> None:
    step = at_checkpoint(trace)
    if step is None:
        st.info(_("This run made no whole update that could be opened."))
        return
    text = _(
        "Before update {n}, the number in row {row}, column {column} of the second layer's MLP was {value}: the one "
        "with the steepest slope in this matrix. Backpropagation says: if it grows, the loss of the first window "
        "changes by **{slope}** nats per piece and unit. Tried out, with the number {near} smaller and larger: "
        "**{tried}**."
    )
    row, column = divmod(step.weight, WIDTH)
    values = {"value": (step.value, ".4f"), "slope": (step.slope, ".6f"), "tried": (by_trying(step), ".6f")}
    signed = {name: show(value, look).replace("-", "−") for name, (value, look) in values.items()}
    st.markdown(text.format(n=show(step.number, ","), row=row + 1, column=column + 1, near=show(NEAR, "g"), **signed))
    places = sorted([*zip(OFFSETS, step.nearby.tolist(), strict=True), (0.0, step.here)])
    page.figure(
        charts.slope([x for x, _y in places], [y for _x, y in places], step.slope, theme.palette()),
        "slope",
        alt=_("The loss with one number of the network changed, and the slope that backpropagation says."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("change of the number"): [x for x, _y in places],
            _("loss (nats per piece)"): [round(y, 6) for _x, y in places],
            _("straight line (nats per piece)"): [round(step.here + step.slope * x, 6) for x, _y in places],
        },
        caption=_("The loss with one number of the network changed"),
    )
    note = _(
        "Backpropagation gives all slopes of the network in one pass backwards. By trying, each number would need two "
        "passes of its own."
    )
    st.markdown(f":small[{note}]")
