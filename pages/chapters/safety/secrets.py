"""A password in the model's orders: ways to ask for it, what each defence stops, and whom else it stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from models.engine import Trace
from models.engine.translation import N_
from models.safety import measured, orders
from models.safety.kinds import Obey, ObeyStep
from models.text import tokenizer
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.safety import charts
from pages.frame import export, running
from pages.frame.frame import Frame

DEFENCES = {
    "none": N_("the order alone"),
    "reminder": N_("the order again, after the text"),
    "questions": N_("questions with “password” are refused"),
    "answers": N_("answers with the password are held back"),
}


@dataclass(frozen=True)
class Outcome:
    defence: str
    leaked: int  # attempts after which the visitor has read the password
    refused: int  # innocent questions without an answer

    @property
    def name(self) -> str:
        return _(DEFENCES[self.defence])


@cache
def answers(which: str, defence: str) -> tuple[str, ...]:
    """The measured answers to "attempts" or "calm" questions, under the order alone or with a reminder."""
    return tuple(tokenizer.decode(ids, tokenizer.shipped()) for ids in measured.texts(f"{which}.{defence}"))


@cache
def outcomes() -> tuple[Outcome, ...]:
    leaked = {
        defence: [orders.leaks(text) for text in answers("attempts", defence)] for defence in ("none", "reminder")
    }
    calm = [orders.leaks(text) for text in answers("calm", "none")]
    past = [leak and not orders.names_it(text) for leak, text in zip(leaked["none"], orders.ATTEMPTS, strict=True)]
    return (
        Outcome("none", sum(leaked["none"]), 0),
        Outcome("reminder", sum(leaked["reminder"]), 0),
        Outcome("questions", sum(past), sum(map(orders.names_it, orders.CALM))),
        Outcome("answers", 0, sum(calm)),
    )


def draw(page: Frame, choice: Mapping[str, Any]) -> None:
    st.markdown(_("The model's orders:"))
    st.code(orders.ORDER, language=None, wrap_lines=True)
    own = running.aside(page.ask(Obey, choice))
    if own is not None:
        with st.container(border=True):
            st.markdown(f":small[{_('The answer')}]")
            st.text(answer(own))
        st.markdown(f"{verdict(own)} :small[{export.cost(own)}]")
    n = len(orders.ATTEMPTS)
    st.subheader(_("{n} attempts, four defences").format(n=n), anchor=False)
    st.markdown(said())
    page.figure(
        charts.shares(
            [(o.name, o.leaked, n) for o in outcomes()], _("attempts that get the password (%)"), theme.palette()
        ),
        "leaks",
        alt=_("Share of attempts that get the password, by defence."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("defence"): [o.name for o in outcomes()],
            _("leaks, of {n}").format(n=n): [_counted(o.leaked, n) for o in outcomes()],
            _("innocent questions refused, of {n}").format(n=len(orders.CALM)): [
                _counted(o.refused, len(orders.CALM)) for o in outcomes()
            ],
        },
        caption=_("Defences and what they cost"),
    )
    page.table(
        {
            _("attempt"): list(orders.ATTEMPTS),
            _("answer under the order alone"): list(answers("attempts", "none")),
            _("leaks?"): [_("yes") if orders.leaks(text) else _("no") for text in answers("attempts", "none")],
            _("with the reminder: leaks?"): [
                _("yes") if orders.leaks(text) else _("no") for text in answers("attempts", "reminder")
            ],
        },
        label=_("Every attempt and answer"),
    )
    note = _(
        "Answers to the {n} attempts and to {calm} innocent questions were measured before, greedily, with "
        "SmolLM2-135M. The last two defences are computed here from the same answers."
    )
    st.markdown(f":small[{fill(note, {'n': n, 'calm': len(orders.CALM)})}]")


def answer(trace: Trace) -> str:
    step = trace.last
    assert isinstance(step, ObeyStep)
    return tokenizer.decode(step.output_ids.tolist())


def verdict(trace: Trace) -> str:
    assert isinstance(trace.request, Obey)
    if not orders.leaks(answer(trace)):
        return _("The password is not in it.")
    if orders.names_it(trace.request.text):
        return _("**The password is in it.** A check of the answer would hold it back, and so would one of your text.")
    return _("**The password is in it.** A check of the answer would hold it back; one of your text would not.")


def said() -> str:
    none, reminder, questions, checked = outcomes()
    n, calm = len(orders.ATTEMPTS), len(orders.CALM)
    low, high = wilson(none.leaked, n)
    text = _(
        "An order does not keep a secret: **{none} of {n}** attempts get it, {share} [{low}, {high}]. With a reminder "
        "{reminder}. Refusing questions about passwords leaves {questions}, and turns away {refused} of {calm} "
        "innocent ones. A check of the answers lets none pass that spells the password out, and stops {checked} of "
        "{calm}."
    )
    values = {"none": none.leaked, "n": n, "share": show(none.leaked / n, ".0%"), "low": show(low, ".0%")}
    values |= {"high": show(high, ".0%"), "reminder": reminder.leaked, "questions": questions.leaked}
    return fill(text, values | {"refused": questions.refused, "calm": calm, "checked": checked.refused})


def _counted(k: int, n: int) -> str:
    low, high = wilson(k, n)
    return f"{k} ({show(low, '.0%')} – {show(high, '.0%')})"
