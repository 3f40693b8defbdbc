"""Repairs: a small flow learned from a skewed set; what balances its pictures, and what that costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from models.engine import Trace
from models.engine.translation import N_
from models.prepared import prepared
from models.skewed_flow.counted import Drawn, drawn, half_and_half
from models.skewed_flow.kinds import PICTURES, PLANNED, REPAIRS, TrainSkewed
from models.skewed_flow.world import counts
from pages.basics import memo, theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.bias import charts
from pages.frame import export, watching
from pages.frame.frame import Frame

NAMES = (
    N_("skewed, no repair"),
    N_("the many left out"),
    N_("the few shown more often"),
    N_("balanced set, collected anew"),
)
WANTED = 0.5


@dataclass(frozen=True)
class Row:
    name: str
    learned_from: int  # pictures
    drawn: Drawn


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    rows = shipped()
    st.markdown(outcome(rows))
    own = _own(page, choice)
    every = [*rows, *([own] if own else [])]
    page.figure(
        charts.repaired(
            [(r.name, (r.drawn.hats, r.drawn.n), (r.drawn.sure, r.drawn.n)) for r in every], WANTED, theme.palette()
        ),
        "repaired",
        alt=_("Share of hats and share of clear pictures, without a repair and with each of them."),
        table_elsewhere=True,
    )
    note = _(
        "**Prepared**: flows of 2.4 million numbers, each trained on {pictures} pictures, {hats} of them with a hat; "
        "the balanced set has {half}. Dashed: half. *Clear*: a classifier is at least 90 % sure of hair or headwear. "
        "95 % intervals over the pictures of one training; another seed moves them."
    )
    skewed = round(PICTURES * REPAIRS[0].hats / 100)
    st.markdown(f":small[{fill(note, {'pictures': PICTURES, 'hats': skewed, 'half': PICTURES // 2})}]")
    for row in every:
        st.caption(row.name)
        st.image(list(row.drawn.shown), width=64)
    page.table(
        {
            _("what was done"): [row.name for row in every],
            _("pictures learned from"): [row.learned_from for row in every],
            _("pictures drawn"): [row.drawn.n for row in every],
            _("show a hat (%)"): [round(100 * row.drawn.hats / row.drawn.n, 1) for row in every],
            _("clear (%)"): [round(100 * row.drawn.sure / row.drawn.n, 1) for row in every],
            _("distance to the nearest picture learned from (new real ones: 1)"): [
                round(row.drawn.nearest, 2) for row in every
            ],
        },
        caption=_("Repairs and their price"),
    )


def of(trace: Trace) -> dict[str, Drawn]:
    return memo.of(trace, "drawn", lambda: drawn(trace.steps))


def shipped() -> list[Row]:
    rows = []
    for name, request in zip(NAMES, REPAIRS, strict=True):
        trace = prepared(request)
        assert trace is not None, request
        rows.append(Row(_(name), sum(counts(request)), of(trace)["person"]))
    skewed = prepared(REPAIRS[0])
    assert skewed is not None
    both = half_and_half(of(skewed))
    return [*rows, Row(_("skewed, half asked for with a hat, half without"), sum(counts(REPAIRS[0])), both)]


def _own(page: Frame, choice: Mapping[str, Any]) -> Row | None:
    request = page.ask(TrainSkewed, choice)
    if prepared(request) is not None:
        return None
    label = _("Let it learn with these settings")
    traces = watching.several((request,), "repairs", label, ":material/fitness_center:", first=True, planned=PLANNED)
    if traces is None:
        st.markdown(_("Nobody has trained with these settings yet. It takes about half a minute."))
        return None
    person = of(traces[0])["person"]
    low, high = wilson(person.hats, person.n)
    text = _("Yours draws a hat in **{k} of {n}** ({low} to {high}).")
    values = {"k": person.hats, "n": person.n, "low": show(low, ".0%"), "high": show(high, ".0%")}
    st.markdown(f"{fill(text, values)} :small[{export.cost(traces[0])}]")
    return Row(_("your settings"), sum(counts(request)), person)


def outcome(rows: Sequence[Row]) -> str:
    """The skew, which repairs reach one half, and which are less clear than without a repair, as the intervals show."""
    first, *repaired = rows
    low, high = wilson(first.drawn.hats, first.drawn.n)
    text = _(
        "Learned from a set in which one in ten wears a hat, asked for “a person”, it draws a hat in **{k} of {n}** "
        "({low} to {high}). "
    )
    values = {"k": first.drawn.hats, "n": first.drawn.n, "low": show(low, ".0%"), "high": show(high, ".0%")}
    text = fill(text, values)
    better = [row for row in repaired if wilson(row.drawn.hats, row.drawn.n)[0] > high]
    reached = [row for row in better if _inside(WANTED, row.drawn.hats, row.drawn.n)]
    text += _list(_("One half lies inside the interval of: {names}. "), reached, _("No repair reaches one half. "))
    nearer = [row for row in better if row not in reached]
    text += _list(_("Nearer, but not there: {names}. "), nearer, "")
    worse = [row for row in repaired if _less_clear(row.drawn, first.drawn)]
    text += _list(_("Less clear than without a repair: {names}. "), worse, _("None is shown to be less clear. "))
    closest = min(repaired, key=lambda row: row.drawn.nearest)
    tail = _(
        "Nearest to what it learned from, so most like a copy: {name} ({nearest} of the distance of new real pictures, "
        "without a repair {before})."
    )
    if closest.drawn.nearest < first.drawn.nearest:
        values = {"name": closest.name, "nearest": show(closest.drawn.nearest, ".2f")}
        text += fill(tail, {**values, "before": show(first.drawn.nearest, ".2f")})
    return text


def _list(text: str, rows: Sequence[Row], none: str) -> str:
    return text.format(names="; ".join(row.name for row in rows)) if rows else none


def _inside(value: float, k: int, n: int) -> bool:
    low, high = wilson(k, n)
    return low <= value <= high


def _less_clear(drawn: Drawn, before: Drawn) -> bool:
    return wilson(drawn.sure, drawn.n)[1] < wilson(before.sure, before.n)[0]
