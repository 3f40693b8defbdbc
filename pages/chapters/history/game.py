"""A game: a text without a name. Which machine wrote it? Right guesses are counted beside what guessing gives."""

from __future__ import annotations

import random

import streamlit as st

from models.history.kinds import Tell
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.history import machines
from pages.chapters.history.machines import NAMES
from pages.frame import running

STATE = "_history_game"
FIRST_SEED = 1000  # of the texts, away from those that visitors choose


def draw(order: int) -> None:
    round_, made, right, guess = _state()
    wrote = author(running.visitor(), round_)
    told = Tell(order=order, seed=FIRST_SEED + round_)
    trace = running.aside(machines.requests(told)[wrote])
    if trace is None:
        return
    with st.container(border=True):
        st.text(machines.text(trace) if wrote == "eliza" else told.prompt + machines.text(trace))
    st.pills(
        _("Who wrote this?"),
        NAMES,
        format_func=lambda name: machines.named(name),
        key=f"_history_guess_{round_}",
        on_change=_guessed,
        args=(round_, wrote),
        disabled=guess is not None,
    )
    if guess is not None:
        verdict = _("Yes.") if guess == wrote else _("Not this time.")
        name = machines.named(wrote)
        st.markdown(fill("**{verdict}** " + _("It was: {name}."), {"verdict": verdict, "name": name}))
        st.button(_("Next text"), icon=":material/arrow_forward:", on_click=_next, args=(round_,))
    if made:
        low, high = wilson(right, made)
        text = _(
            "{right} of {made:,|guess|guesses} right ({low} to {high}, 95 % interval). Guessing blindly: 1 in {n}."
        )
        values = {"right": right, "made": made, "low": show(low, ".0%"), "high": show(high, ".0%"), "n": len(NAMES)}
        st.markdown(fill(text, values))


def author(visitor: str, round_: int) -> str:
    """The machine of a round: each as likely as any other, the same whenever the round is drawn again."""
    return random.Random(f"{visitor} {round_}").choice(NAMES)


def _state() -> tuple[int, int, int, str | None]:
    """Number of the round, guesses made, right ones, and the guess of this round."""
    state: tuple[int, int, int, str | None] = st.session_state.setdefault(STATE, (0, 0, 0, None))
    return state


def _guessed(of_round: int, wrote: str) -> None:
    round_, made, right, guess = _state()
    chosen = st.session_state.get(f"_history_guess_{of_round}")
    if of_round == round_ and guess is None and chosen is not None:
        st.session_state[STATE] = (round_, made + 1, right + (chosen == wrote), chosen)


def _next(of_round: int) -> None:
    round_, made, right, _guess = _state()
    if of_round == round_:
        st.session_state[STATE] = (round_ + 1, made, right, None)
