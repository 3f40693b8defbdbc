"""One update opened: its batch, how long the gradient of each part is, and whether the loss dropped as predicted."""

from __future__ import annotations

import streamlit as st

from models.engine import Trace
from models.tiny_transformer.kinds import UpdateStep
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import escape, show
from pages.chapters.training import charts
from pages.chapters.training.curve import shown
from pages.chapters.training.steps import of_kind
from pages.frame.frame import Frame


def at_checkpoint(trace: Trace) -> UpdateStep | None:
    """The update that leads to the checkpoint shown; the first one, if none does. None of a run without any."""
    updates = of_kind(trace.steps, UpdateStep)
    return updates[max(0, min(shown(trace) - 1, len(updates) - 1))] if updates else None


def names() -> list[str]:
    """Of the parts, in the order of models/tiny_transformer/net.parts."""
    layers = [name.format(n=n) for n in (1, 2) for name in (_("layer {n}: attention"), _("layer {n}: MLP"))]
    return [_("embedding"), *layers, _("last norm")]


def draw(page: Frame, trace: Trace) -> None:
    step = at_checkpoint(trace)
    if step is None:
        st.info(_("This run made no whole update that could be opened."))
        return
    st.markdown(_said(step))
    row = escape(step.row)
    st.markdown(f":small[{_('The first of the 8 windows of its batch: {text}').format(text=row)}]")
    page.figure(
        charts.sizes(names(), step.gradient_norms.tolist(), step.changes.tolist(), theme.palette()),
        "sizes",
        alt=_("How long the gradient of each part is, and how far the update moved it."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("part"): names(),
            _("length of the gradient (nats)"): [round(v, 5) for v in step.gradient_norms.tolist()],
            _("length of the change"): [round(v, 6) for v in step.changes.tolist()],
        },
        caption=_("The parts of the network, their gradients and changes"),
    )
    updates = of_kind(trace.steps, UpdateStep)
    page.figure(
        charts.drops(
            [s.number for s in updates],
            [s.predicted for s in updates],
            [s.before - s.after for s in updates],
            theme.palette(),
        ),
        "drops",
        alt=_("By how much each opened update lowered the loss of its batch: predicted, and as it came."),
    )


def _said(step: UpdateStep) -> str:
    text = _(
        "**Update {n}** had the learning rate {rate}. The loss of its batch was {before} nats per piece. The gradient "
        "times the change predicts a drop of {predicted}; it dropped by {came}, to {after}."
    )
    said = text.format(
        n=show(step.number, ","),
        rate=show(step.learning_rate, ".2g"),
        before=show(step.before, ".4f"),
        predicted=show(step.predicted, ".4f"),
        came=show(step.before - step.after, ".4f"),
        after=show(step.after, ".4f"),
    ).replace("-", "−")
    return said + " " + _("Its gradient was longer than 1, so it was shortened to 1.") if step.clipped else said
