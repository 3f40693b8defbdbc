"""Whose turn it is: buttons that let a player move on, and two settings whose runs end differently."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from models.engine.errors import InvalidRequest
from models.toys.kinds import GanToy
from pages.basics.language import _
from pages.frame import controls, teacher

ALONE = 20  # turns of one player
TOGETHER = 30  # turns: a group of no more shows every turn as a frame
COLLAPSE = {"turns": "900DG", "g_rate": "0.01", "d_rate": "0.002", "r1": 0.0, "shape": "gaussians", "points": ""}
CURE = {**COLLAPSE, "d_rate": "0.01"}


def extended(turns: str, letters: str, count: int) -> str | None:
    """The same turns and then these; a short group that plays the same grows. None where that is more than allowed."""
    *before, last = turns.split()
    group = re.fullmatch(r"([0-9]*)([DG]+)", last)
    if group and group[2] == letters and (grown := int(group[1] or 1) + count) * len(letters) <= TOGETHER:
        words = [*before, f"{grown}{letters}"]
    else:
        words = [*before, last, f"{count}{letters}"]
    try:
        return GanToy(turns=" ".join(words)).turns
    except InvalidRequest:
        return None


def cut(turns: str, count: int) -> str:
    """The first turns alone."""
    words: list[str] = []
    for word in turns.split():
        letters = word.lstrip("0123456789")
        whole, rest = divmod(min(count, len(letters) * int(word[: -len(letters)] or 1)), len(letters))
        words += [f"{whole}{letters}"] * bool(whole) + [letters[:rest]] * bool(rest)
        count -= whole * len(letters) + rest
    return " ".join(words)


def _button(label: str, sets: dict[str, Any], key: str, **more: Any) -> None:
    st.button(
        label,
        key=f"_turns_{key}",
        on_click=controls.put,
        kwargs={**sets, "at": controls.default("at")},
        disabled=any(name in teacher.fixed() for name in sets),
        width="stretch",
        **more,
    )


def _play_on(letters: str, count: int) -> None:
    """Adds turns to those that stand in the address now; for callbacks. Two quick clicks are two additions."""
    if longer := extended(controls.value("turns"), letters, count):
        controls.put(turns=longer, at=controls.default("at"))


def play_on(turns: str) -> None:
    """Buttons that let one player or both go on from where the game is."""

    def more(label: str, letters: str, count: int) -> None:
        st.button(
            label,
            key=f"_turns_{letters}{count}",
            on_click=_play_on,
            args=(letters, count),
            disabled="turns" in teacher.fixed() or extended(turns, letters, count) is None,
        )

    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="gan-turns"):
        st.markdown(f"**{_('Keep playing')}**", width="content")
        more(_("One round"), "DG", 1)
        more(_("100 rounds"), "DG", 100)
        more(_("Critic only"), "D", ALONE)
        more(_("Generator only"), "G", ALONE)


def start_over() -> None:
    """Buttons that begin another game."""
    st.markdown(f"**{_('Start over')}**")
    with st.container(gap="small", key="pairs-gan"):
        _button(_("From the start"), {"turns": "1DG"}, "start")
        _button(_("1,500 rounds"), {"turns": controls.default("turns")}, "whole")
        why = _("The generator learns five times as fast as the critic, without R1.")
        _button(_("Collapse"), COLLAPSE, "collapse", help=why)
        _button(_("Fix the collapse"), CURE, "cure", help=_("The critic learns as fast as the generator."))
