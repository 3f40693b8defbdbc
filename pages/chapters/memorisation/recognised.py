"""The main figure: a famous text and what stands beside it, token by token."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from models.engine import Trace
from models.engine.errors import InvalidRequest
from models.prepared import prepared
from models.text import tokenizer
from models.text.famous import TEXTS
from models.text.kinds import Score
from pages.basics import memo
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.memorisation.controls import TITLES
from pages.chapters.memorisation.recall import Recall, recall
from pages.figures.components.token_strip import Legend, TokenCell, token_strip
from pages.frame import running
from pages.frame.frame import Frame
from pages.frame.table import Table

MOST = 12.0  # bits: what surprises more is no darker


@dataclass(frozen=True)
class Beside:
    """What stands beside the famous text: the twin, or the visitor's own."""

    trace: Trace
    own: bool


def known(request: Score) -> Trace | None:
    return prepared(request) or running.get(request)


def of(trace: Trace) -> Recall:
    return memo.of(trace, "recall", lambda: recall(trace.last))


def run(page: Frame, name: str, own: str) -> tuple[Trace, Beside | None]:
    """The famous text's trace, and what stands beside it; None while that is under way, or after a sentence why not."""
    trace = page.run(Score(text=TEXTS[name].famous))
    if not own:
        twin = known(Score(text=TEXTS[name].fresh))
        return trace, twin and Beside(twin, own=False)
    try:
        request = Score(text=own)
    except InvalidRequest as error:
        with page.notes:
            st.warning(running.sentence(error), icon=":material/edit:")
        return trace, None
    read = running.aside(request)
    return trace, read and Beside(read, own=True)


def draw(name: str, trace: Trace, beside: Beside | None) -> None:
    _strip(trace, "famous", _(TITLES[name]))
    if beside is not None:
        _strip(beside.trace, "beside", title(beside))
        st.markdown(compared(of(trace), of(beside.trace), beside.own))


def title(beside: Beside) -> str:
    return _("Your own text") if beside.own else _("Its fresh twin, never published before")


def _strip(trace: Trace, key: str, name: str) -> None:
    given = of(trace)
    text = _("{title}: **{bits} bits per token**, {n} tokens rated")
    st.markdown(fill(text, {"title": name, "bits": show(given.mean, ".2f"), "n": len(given.rated)}))
    token_strip(
        [_cell(given, i) for i in range(len(given.ids))],
        key=f"strip_{key}",
        label=name,
        legend=Legend(title=_("surprise"), low=_("0 bits: expected"), high=_("12 bits and more")),
        pickable=False,
    )


def _cell(given: Recall, i: int) -> TokenCell:
    text = tokenizer.visible(int(given.ids[i]))
    if i == 0:
        return TokenCell(text=text, sub="–", title=_("Nothing comes before it, so it is not rated."))
    bits = float(given.bits[i])
    title = _("rank {rank:,}; the model's favourite here: {favourite}").format(
        rank=int(given.ranks[i]), favourite=tokenizer.visible(int(given.favourites[i]))
    )
    return TokenCell(text=text, sub=show(bits, ".1f"), title=title, strength=min(1.0, bits / MOST))


def compared(famous: Recall, other: Recall, own: bool) -> str:
    """What these two texts show, and no more."""
    named = {
        "which": _("Your text") if own else _("The twin"),
        "famous": show(famous.mean, ".2f"),
        "other": show(other.mean, ".2f"),
        "gap": show(abs(other.mean - famous.mean), ".2f"),
    }
    if other.mean > famous.mean:
        text = _("{which} surprises the model by {gap} bits per token more than the famous text.")
    else:
        text = _("{which} surprises the model by {gap} bits per token **less** than the famous text.")
    if own:
        note = _(
            "Few bits are a hint, not a proof: a text of common phrases or repetitions is easy to guess without ever "
            "having been seen."
        )
        text += f" {note}"
    return fill(text, named)


def table(name: str, trace: Trace, beside: Beside | None) -> Table:
    """Both texts below each other, as they have different lengths."""
    texts = [(_(TITLES[name]), of(trace))] + ([] if beside is None else [(title(beside), of(beside.trace))])
    return {
        _("text"): [name for name, given in texts for _i in given.ids[1:]],
        _("token"): [tokenizer.visible(int(i)) for _name, given in texts for i in given.ids[1:]],
        _("surprise (bits)"): [round(bits, 2) for _name, given in texts for bits in given.bits[1:].tolist()],
        _("rank"): [int(rank) for _name, given in texts for rank in given.ranks[1:]],
        _("the model's favourite"): [tokenizer.visible(int(i)) for _name, given in texts for i in given.favourites[1:]],
    }
