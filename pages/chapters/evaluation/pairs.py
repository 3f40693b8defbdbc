"""Ten blind pairs: the visitor is the judge, and ten judgements have a wide interval."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from models.classifier.kinds import RealSamples, SampleStep
from models.diffusion.kinds import DiffusionSamples
from models.engine import Trace
from models.engine.requests import Request
from models.engine.translation import N_
from models.gan.kinds import GanSamples
from models.vae.kinds import VaeSamples
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.evaluation.broken import strip
from pages.frame import export, running
from pages.frame.frame import Frame

PAIRS = 10
KINDS: Mapping[str, type[Request]] = {
    "gan": GanSamples,
    "beta": VaeSamples,
    "real": RealSamples,
    "diffusion": DiffusionSamples,
}
NAMES = {"gan": N_("GAN"), "beta": N_("VAE"), "real": N_("Real pictures"), "diffusion": N_("Diffusion")}
CHOSEN = "_evaluation_chosen"  # (duel, seed) → the family chosen in each pair so far


def draw(page: Frame, duel: str, seed: int) -> None:
    first, second = duel.split("_")
    traces = {name: running.aside(request(name, seed)) for name in (first, second)}
    if any(trace is None for trace in traces.values()):
        return
    pictures = {name: drawn(trace) for name, trace in traces.items() if trace is not None}
    _judge((duel, seed), pictures)
    costs = " · ".join(export.cost(trace) for trace in traces.values() if trace is not None)
    st.markdown(f":small[{costs}]")


def request(name: str, seed: int) -> Request:
    return KINDS[name](count=PAIRS, seed=seed)  # type: ignore[call-arg]


def drawn(trace: Trace) -> list[np.ndarray]:
    return [step.picture for step in trace.steps if isinstance(step, SampleStep)]


def sides(duel: str, seed: int) -> list[tuple[str, str]]:
    """Whose picture is left and whose right, pair by pair."""
    names = duel.split("_")
    swapped = np.random.default_rng(seed).random(PAIRS) < 0.5
    return [(names[swap], names[1 - swap]) for swap in swapped.astype(int).tolist()]


@st.fragment  # a judgement redraws the pair alone
def _judge(key: tuple[str, int], pictures: Mapping[str, list[np.ndarray]]) -> None:
    kept: dict[tuple[str, int], list[str]] = st.session_state.setdefault(CHOSEN, {})
    chosen, order = kept.setdefault(key, []), sides(*key)
    if len(chosen) < PAIRS:
        number = len(chosen)
        title = _("Pair {i} of {n}: which one is the better picture?")
        st.markdown(f"**{fill(title, {'i': number + 1, 'n': PAIRS})}**")
        with st.container(horizontal=True, gap="large"):
            for side, label in enumerate((_("The left one"), _("The right one"))):
                family = order[number][side]
                with st.container(width=200):
                    st.image(small(pictures[family][number]), width=192, alt=_("Picture {n}").format(n=side + 1))
                    st.button(
                        label,
                        key=f"_pair_{side}_{number}",
                        on_click=_choose,
                        args=(key, number, family),
                        width="stretch",
                    )
    if chosen:
        _score(key, chosen)
    if len(chosen) == PAIRS:
        for name in key[0].split("_"):
            st.markdown(f":small[{_(NAMES[name])}]")
            st.image(strip(np.stack([small(p) for p in pictures[name]])), alt=_(NAMES[name]), width="stretch")
        st.button(_("Judge again"), key="_pairs_again", icon=":material/refresh:", on_click=_forget, args=(key,))


def small(picture: np.ndarray) -> np.ndarray:
    """Both of a pair at 64 × 64, so that the number of pixels does not tell who drew it."""
    factor = len(picture) // 64
    squares = picture.reshape(64, factor, 64, factor, 3)
    means: np.ndarray = (squares.mean((1, 3)) + 0.5).astype(np.uint8)
    return means


def _choose(key: tuple[str, int], number: int, family: str) -> None:
    """Nothing for a button of an earlier pair, pressed twice."""
    chosen = st.session_state[CHOSEN][key]
    if len(chosen) == number:
        chosen.append(family)


def _forget(key: tuple[str, int]) -> None:
    st.session_state[CHOSEN].pop(key, None)


def _score(key: tuple[str, int], chosen: list[str]) -> None:
    """How often the first kind was preferred; while pairs are left, only how many were judged: it stays blind."""
    if len(chosen) < PAIRS:
        st.progress(len(chosen) / PAIRS, fill(_("{k} of {n} judged"), {"k": len(chosen), "n": PAIRS}))
        return
    first = key[0].split("_")[0]
    k = chosen.count(first)
    low, high = wilson(k, PAIRS)
    text = _("You preferred **{name}** in **{k} of {n}** pairs: {share}, 95 % interval {low} to {high}. ")
    within = low <= 0.5 <= high
    text += (
        _("A coin is inside: ten pairs do not tell them apart.")
        if within
        else _("A coin is outside: you tell them apart, and prefer one.")
    )
    values = {"name": _(NAMES[first]), "k": k, "n": PAIRS}
    values |= {"share": show(k / PAIRS, ".0%"), "low": show(low, ".0%"), "high": show(high, ".0%")}
    st.markdown(fill(text, values))
