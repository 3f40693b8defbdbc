"""The main figure: the same story without and with a mark, word by word, and what the key finds in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from models.engine import Trace
from models.engine.steps import Step
from models.prepared import prepared
from models.safety import watermark
from models.safety.kinds import Mark, MarkStep
from models.safety.watermark import ROUNDS, Evidence, Tokens
from models.text import tokenizer
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.safety import charts
from pages.figures.components.token_strip import Legend, TokenCell, token_strip
from pages.frame import running
from pages.frame.frame import Frame
from pages.frame.table import Table


@dataclass(frozen=True, eq=False)
class Text:
    """A written text, and what a key finds in it."""

    ids: list[int]
    found: Tokens
    logprobs: list[float]  # natural log, by the unmarked model

    @property
    def evidence(self) -> Evidence:
        return self.found.evidence()

    @property
    def plain(self) -> str:
        return tokenizer.decode(self.ids)


def ids_of(steps: Sequence[Step]) -> list[int]:
    """The written tokens, without the end token."""
    return [s.token_id for s in steps if isinstance(s, MarkStep) and s.token_id not in tokenizer.end_ids]


def text_of(trace: Trace, scheme: str, key: int) -> Text:
    """Equal for equal questions: the text is read once."""

    def read() -> Text:
        ids = ids_of(trace.steps)
        logprobs = [s.logprob for s in trace.steps if isinstance(s, MarkStep)]
        return Text(ids, watermark.read(ids, scheme, key), logprobs)

    return memo.of(trace, ("read", scheme, key), read)


def unmarked(request: Mark) -> Mark:
    """The same without a mark; what a mark alone needs is at its default, so that all marks have one such text."""
    default = Mark()
    return replace(request, scheme="none", strength=default.strength, key=default.key)


def other_key(key: int) -> int:
    return key + 1 if key < 2**31 - 1 else 0


def run(page: Frame, request: Mark) -> tuple[Trace, Trace]:
    """The texts without and with the mark. One after the other: two runs of a visit would end each other."""
    bare = unmarked(request)
    plain = prepared(bare) or running.get(bare, lambda steps: None) or prepared(Mark(scheme="none"))
    marked = page.watch(request, lambda steps: _growing(steps, request), MarkStep, planned=request.max_new_tokens)
    if plain is None:
        st.stop()
    if marked.request != request and isinstance(marked.request, Mark):  # after an error: the shipped pair
        plain = prepared(unmarked(marked.request)) or plain
    return plain, marked


def _growing(steps: Sequence[Step], request: Mark) -> None:
    """The text so far, and what the key has found in it."""
    ids = ids_of(steps)
    given = watermark.read(ids, request.scheme, request.key).evidence()
    st.text(f"{tokenizer.decode(ids)} ▌")
    values = {"k": given.hits, "n": given.tosses, "p": f"{given.p:.2g}"}
    st.markdown(f":small[{fill(_('Hits so far: {k} of {n}, p = {p}'), values)}]")


def strip(text: Text, scheme: str, name: str, title: str) -> None:
    """The tokens, shaded where the key finds them. A check mark says the same as the shade."""
    st.markdown(f"**{title}**")
    cells = [_cell(text, scheme, i) for i in range(len(text.ids))]
    if scheme == "green":
        legend = Legend(title=_("on the key's list"), low=_("no"), high=_("✓ green"))
    else:
        legend = Legend(title=_("rounds that the token wins"), low="9", high="21")
    with st.container(height=214, key=f"marked-{name}"):
        if cells:
            token_strip(cells, key=f"_strip_{name}", label=title, legend=legend, pickable=False)
        else:
            st.markdown(f":small[{_('The model ended the text at once.')}]")


def _cell(text: Text, scheme: str, i: int) -> TokenCell:
    hits, tosses, piece = int(text.found.hits[i]), int(text.found.tosses[i]), tokenizer.visible(text.ids[i])
    if not tosses:
        why = _("Does not count: the same stood here before, or too little stands before it.")
        return TokenCell(text=piece, sub="–", title=why, strength=0)
    if scheme == "green":
        title = _("on the list of the token before it") if hits else _("not on the list of the token before it")
        return TokenCell(text=piece, sub="✓" if hits else "", title=title, strength=0.8 * hits)
    title = _("wins {k} of {n} rounds").format(k=hits, n=ROUNDS)
    return TokenCell(text=piece, sub=str(hits), title=title, strength=min(1.0, max(0.0, (hits - 9) / 12)))


def draw(page: Frame, plain: Trace, marked: Trace) -> None:
    request = marked.request
    assert isinstance(request, Mark)
    without, mark = text_of(plain, request.scheme, request.key), text_of(marked, request.scheme, request.key)
    left, right = st.columns(2)
    with left:
        strip(without, request.scheme, "plain", _("Without a mark"))
    with right:
        strip(mark, request.scheme, "marked", _("With the mark"))
    page.say_stopped(marked)
    page.figure(
        charts.growing(lines(plain, marked), theme.palette()),
        "growing",
        alt=_("How likely so many hits are by chance, against the number of tokens read."),
        table_elsewhere=True,
    )
    chance = show(mark.found.chance, ".0%")
    note = (
        _(
            "Blue with ✓: a hit, on the key's list. By chance {chance} are hits. A pair of tokens that comes again "
            "counts once."
        )
        if (request.scheme == "green")
        else _(
            "The bluer, the more of the {rounds} rounds a token wins; by chance {chance}. The first four have no "
            "context and do not count."
        )
    )
    st.markdown(f":small[{fill(note, {'chance': chance, 'rounds': ROUNDS})}]")


def lines(plain: Trace, marked: Trace) -> list[tuple[str, list[float]]]:
    """(name, p after each number of tokens from 1 on): with the mark, without, and the marked one read with another
    key."""
    request = marked.request
    assert isinstance(request, Mark)
    texts = (
        (_("with the mark"), text_of(marked, request.scheme, request.key)),
        (_("without a mark"), text_of(plain, request.scheme, request.key)),
        (_("with the mark, read with another key"), text_of(marked, request.scheme, other_key(request.key))),
    )
    return [(name, [text.found.evidence(n).p for n in range(1, len(text.ids) + 1)]) for name, text in texts]


def table(plain: Trace, marked: Trace) -> Table:
    request = marked.request
    assert isinstance(request, Mark)
    text = text_of(marked, request.scheme, request.key)
    ps = lines(plain, marked)[0][1]
    return {
        _("token"): [tokenizer.visible(i) for i in text.ids],
        _("hits"): text.found.hits.tolist(),
        _("chances"): text.found.tosses.tolist(),
        _("z so far"): [round(text.found.evidence(n).z, 3) for n in range(1, len(text.ids) + 1)],
        _("p so far"): [f"{p:.3g}" for p in ps],
    }
