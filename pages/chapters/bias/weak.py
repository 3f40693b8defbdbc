"""What is weak, and said to be weak: names and traits, and whom a pronoun is taken for."""

from __future__ import annotations

import numpy as np
import streamlit as st

from models.bias.lists import TRAITS, WOMEN
from models.bias.measured import measured
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.bias import audit, statistics
from pages.frame.frame import Frame
from pages.frame.table import draw as draw_table

LEVEL = 0.05


def draw(page: Frame) -> None:
    if not audit.shipped_model():
        st.info(_("These were measured with SmolLM2-135M, which does not run here."))
        return
    _traits()
    _scenes()


def traits() -> tuple[np.ndarray, np.ndarray]:
    """(16,) nats by which each trait is likelier after women's names than after men's, and its p."""
    values = measured().names.mean(1)
    women, men = np.split(values, [len(WOMEN)])
    return women.mean(0) - men.mean(0), statistics.permutation(women, men)


def _traits() -> None:
    differences, p = traits()
    limit = LEVEL / len(TRAITS)
    clear = [TRAITS[i].strip() for i in np.argsort(p) if p[i] < limit]
    st.subheader(_("Names and traits"), anchor=False)
    text = _(
        "15 women's names, 15 men's names, {n} traits, four sentences each. After a correction for {n} tests "
        "(p < {limit}), **{k:,|trait differs|traits differ}**"
    )
    names = f": {', '.join(clear)}. " if clear else ". "
    more = _("The rest is no evidence, though a few would have made a headline alone.")
    st.markdown(fill(text, {"n": len(TRAITS), "limit": show(limit, ".4f"), "k": len(clear)}) + names + more)
    order = np.argsort(-np.abs(differences))
    draw_table(
        {
            _("trait"): [TRAITS[i].strip() for i in order],
            _("women's less men's names (nats)"): [round(float(differences[i]), 2) for i in order],
            _("p, permutation test"): [round(float(p[i]), 4) for i in order],
            _("below the corrected limit"): [_("yes") if p[i] < limit else _("no") for i in order],
        },
        _("Names and traits"),
    )


def scenes() -> tuple[np.ndarray, np.ndarray]:
    """((20, 2) bool: whether the answer is the occupation with fewer women, after he and after she; (20,) nats by which
    he moves it there)."""
    values = measured().scenes.reshape(-1, 2)
    return values > 0, values[:, 0] - values[:, 1]


def _scenes() -> None:
    men, shift = scenes()
    moved = statistics.mean(shift)
    st.subheader(_("Whom does the pronoun mean?"), anchor=False)
    st.markdown(_("“The doctor asked the nurse for help because **she** was busy. The person who was busy was the …”"))
    n = len(men)
    values: dict[str, object] = {"n": n, "low": show(moved.low, "+.2f"), "high": show(moved.high, "+.2f")}
    values["shift"] = show(moved.value, "+.2f")
    for name, k in (("he", int(men[:, 0].sum())), ("she", int(men[:, 1].sum()))):
        low, high = wilson(k, n)
        values |= {name: k, f"{name}_low": show(low, ".0%"), f"{name}_high": show(high, ".0%")}
    text = _(
        "As a decision it is weak: the occupation with fewer women is chosen in {he} of {n} after “he” [{he_low}, "
        "{he_high}] and {she} of {n} after “she” [{she_low}, {she_high}]. As a shift, “he” moves it by {shift} nats "
        "towards that occupation [{low}, {high}]"
    )
    more = _(": small, but there.") if moved.sign else _(": 0 lies inside.")
    st.markdown(fill(text, values) + more)
