"""A page with one component, named in the address (?show=…), and what it gave back. The browser tests drive it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np  # noqa: E402
import streamlit as st  # noqa: E402

from pages.ui.components.attention_view import HeadKind, attention_view, thumbnails  # noqa: E402
from pages.ui.components.bars import Bar, probability_bars  # noqa: E402
from pages.ui.components.token_strip import Legend, TokenCell, token_strip  # noqa: E402

HOSTILE = ["The", "␣cat", "<img src=x onerror=alert(1)>", "سلام", "́", "⟨E2 98⟩", "**bold**", "👩‍👩‍👧"]


def remember(value: object) -> None:
    st.session_state.setdefault("told", []).append(value)


def strip() -> object:
    tokens = [TokenCell(text=t, sub=str(i), title=f"token {i}", strength=i / 10) for i, t in enumerate(HOSTILE)]
    tokens += [TokenCell(text=f"␣word{i}") for i in range(30)]
    legend = Legend(title="surprise", low="0 bits", high="12 bits")
    told = st.session_state.get("told", [None])
    return token_strip(tokens, key="it", label="Tokens", selected=told[-1], legend=legend, on_pick=remember)


def bars() -> object:
    shift = st.checkbox("shift")
    probs = [0.0713, 0.0496, 0.0375, 0.00004, *[0.01] * 16]
    rows = [
        Bar(id=100 + i, text=HOSTILE[i % 8], prob=p / (2 if shift else 1), kept=i < 3, second=p)
        for i, p in enumerate(probs)
    ]
    return probability_bars(rows, key="it", label="Next token", second_label="before", on_pick=remember)


def shares() -> np.ndarray:
    """(30, 9, 8, 8): each head its own causal weights, the same in every run."""
    weights = np.exp(np.random.default_rng(7).normal(size=(30, 9, 8, 8)) * 2) * np.tril(np.ones((8, 8)))
    return (weights / weights.sum(-1, keepdims=True)).astype(np.float16)


def attention() -> object:
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.text(f"run {st.session_state.runs}")
    layer, head = chosen = st.session_state.setdefault("chosen", (3, 4))
    off = st.session_state.setdefault("off", set())

    def pick(layer: int, head: int) -> None:
        st.session_state.chosen = (layer, head)

    return attention_view(
        HOSTILE,
        thumbnails(shares()),
        shares()[chosen],
        layer=layer,
        head=head,
        ablated=off,
        kinds={(3, 4): HeadKind(letter="P", text="previous token, 92 %")},
        key="it",
        label="Attention",
        on_pick=pick,
        on_toggle=lambda *pair: off.symmetric_difference_update({pair}),
    )


st.set_page_config(page_title="Components", layout="wide")
st.title("One component")
returned = {"strip": strip, "bars": bars, "attention": attention}[st.query_params["show"]]()
st.text(f"returned {returned}; told {st.session_state.get('told', [])}")
