"""Parts of the chapter Tokens that need Streamlit: rows of chips, numbers, and what is known of one token."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from models.engine import Trace
from models.text import tokenizer
from models.text.prompt import Prompt
from models.tokens.bpe import Merge
from models.tokens.kinds import TrainBPEStep
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import escape, show
from pages.chapters.tokens import charts, numbers
from pages.chapters.tokens.languages import Sample
from pages.chapters.tokens.numbers import Cost, Size
from pages.figures.components.token_strip import Legend, TokenCell, token_strip
from pages.frame import controls, registry
from pages.frame.frame import Frame

CHIPS = 240  # a row of more would be slow to draw and is not read


def _row(given: Mapping[str, str]) -> None:
    """Name → number, as a row of large numbers."""
    with st.container(horizontal=True, gap="medium", key="numbers"):
        for name, value in given.items():
            st.metric(name, value, width="content")


def sizes(size: Size) -> None:
    _row(
        {
            _("characters"): show(size.characters, ",d"),
            _("bytes"): show(size.bytes, ",d"),
            _("tokens"): show(size.tokens, ",d"),
            _("bytes per token"): show(size.bytes_per_token, ".2f"),
        }
    )


def pick(place: int) -> None:
    """Looks into the token at this place of the row; for callbacks."""
    controls.put(token=place + 1)


def ids_row(
    ids: Sequence[int], key: str, label: str, selected: int | None = None, on_pick: Callable[[int], None] | None = None
) -> None:
    """The tokens of a text as chips: the piece above, its id below."""
    cells = [
        TokenCell(text=tokenizer.visible(i), sub=f"{i}", title=_bytes(i), special=tokenizer.is_special(i))
        for i in ids[:CHIPS]
    ]
    token_strip(cells, key=key, label=label, selected=selected, on_pick=on_pick, pickable=on_pick is not None)
    _rest(len(ids))


def pieces_row(pieces: Sequence[bytes], key: str, label: str, made: bytes = b"") -> None:
    """Pieces without ids as chips; those that are `made` are shaded."""
    cells = [
        TokenCell(text=tokenizer.visible_bytes(piece), strength=1.0 if piece == made else None)
        for piece in pieces[:CHIPS]
    ]
    legend = Legend(title=_("shaded"), low="", high=_("made by this merge")) if made in pieces else None
    token_strip(cells, key=key, label=label, legend=legend, pickable=False)
    _rest(len(pieces))


def without_token(text: str, ids: Sequence[int]) -> None:
    """Says so where the tokenizer leaves bytes out, and how an empty text looks."""
    if not text:
        st.markdown(_("An empty text has no tokens. Type something above."))
    if n := numbers.without_token(text, ids):
        st.warning(
            _("{n} of the bytes have no token: this tokenizer leaves them out.").format(n=n),
            icon=":material/backspace:",
        )


def vocabulary(page: Frame, trace: Trace, ids: Sequence[int], chosen: int | None) -> None:
    """Where the text's tokens stand in the vocabulary."""
    palette = theme.palette()
    page.figure(
        memo.of(
            trace,
            ("vocabulary", chosen, palette),
            lambda: charts.vocabulary(ids, [tokenizer.visible(i) for i in ids], chosen, palette),
        ),
        key="vocabulary",
        alt=_("Where your tokens stand among the 49,152 of the vocabulary, by id."),
    )


def compared(name: str, count: int, vocab_size: int, size: Size) -> None:
    """One sentence on the simpler tokenizer beside SmolLM2's."""
    texts = {
        "characters": _(
            "One token per **character**: {count} tokens, {times} times as many. It needs a vocabulary of {vocab}."
        ),
        "bytes": _("One token per **byte**: {count} tokens, {times} times as many, of a vocabulary of {vocab}."),
    }
    times = count / size.tokens if size.tokens else float("nan")
    st.markdown(texts[name].format(count=show(count, ",d"), times=show(times, ".1f"), vocab=show(vocab_size, ",d")))


def _rest(n: int) -> None:
    if n > CHIPS:
        text = _("The first {shown} of {n} are shown.").format(shown=CHIPS, n=show(n, ",d"))
        st.markdown(f":small[{text}]")


def _bytes(token_id: int) -> str:
    return _("bytes {hex}").format(hex=tokenizer.piece_bytes(token_id).hex(" ").upper())


def about(token_id: int, place: int, count: int, deep: bool) -> None:
    """One token: its bytes, its characters, its place in the vocabulary; in depth the merges that made it."""
    data = tokenizer.piece_bytes(token_id)
    characters = numbers.characters_of(data)
    origin = {
        "structure": _("It marks structure and is made of no text."),
        "byte": _("It is a single byte: there from the start, never merged."),
        "merge": _("It was learned as merge {n} of {all}. The earlier, the more frequent."),
    }[numbers.origin(token_id)]
    merges = tokenizer.vocab_size - tokenizer.FIRST_MERGED_ID
    origin = origin.format(n=show(numbers.merge_number(token_id) or 0, ",d"), all=show(merges, ",d"))
    lines = [
        f"**{_('Token {n} of {count}').format(n=place, count=show(count, ',d'))}: {_piece(data)}**\n",
        _("- id **{n}** of 0 to {last}").format(n=show(token_id, ",d"), last=show(tokenizer.vocab_size - 1, ",d")),
        _("- {n} characters").format(n=characters) if characters is not None else _("- part of a character"),
        _("- {n} bytes: {hex}").format(
            n=len(data), hex=f"{data[:32].hex(' ').upper()}{' …' if len(data) > 32 else ''}"
        ),
        f"- {origin}",
    ]
    st.markdown("\n".join(lines))
    if deep and (made := tokenizer.merges_of(token_id)):
        st.markdown(f"**{_('The merges that make it')}**")
        st.table(
            {
                _("merge"): [show(n, ",d") for _left, _right, n in made],
                _("joins"): [f"{_piece(left)} + {_piece(right)}" for left, right, _n in made],
                _("to"): [_piece(left + right) for left, right, _n in made],
            },
            border="horizontal",
        )


def _piece(data: bytes) -> str:
    return escape(tokenizer.visible_bytes(data))


def onward(text: str, count: int) -> None:
    """A link that carries the text to the next chapter, where it fits there."""
    limit = controls.limit("prompt")
    if isinstance(limit, Prompt) and 0 < count <= limit.max_tokens:
        st.page_link(
            registry.chapter("next-token").file,
            label=_("What comes next?"),
            icon=":material/arrow_forward:",
            query_params={"prompt": text},
        )


def name(sample: Sample) -> str:
    """A language's name and its own name for itself, kept apart where one runs from right to left."""
    language = _(sample.language)
    return language if sample.own_name == language else f"{language} · \u2068{sample.own_name}\u2069"


def sample(cost: Cost) -> None:
    """The chosen sentence, its sizes and where it is from."""
    given = _("{language}: **{tokens} tokens**, {times} times English. {characters} characters, {bytes} bytes.")
    st.markdown(
        given.format(
            language=_(cost.sample.language),
            tokens=cost.size.tokens,
            times=show(cost.times_english, ".1f"),
            characters=cost.size.characters,
            bytes=cost.size.bytes,
        )
    )
    st.text(cost.sample.text)
    source = _(
        "Fixed sentences: article 1 of the Universal Declaration of Human Rights, in the United Nations' translations."
    )
    marks = _("The line across a bar is the length in bytes: that much is due to the script, the rest to the training.")
    st.markdown(f":small[{marks}]\n\n:small[{source}]")


def merge(learned: Sequence[Merge], available: int, asked: int) -> None:
    """What the last merge did, in one sentence; and that there are no more, where more were asked for."""
    if learned:
        pair = learned[-1].pair
        text = _(
            "Merge {n} of {all} joins **{left}** and **{right}** to **{made}**: they stood side by side {count} times."
        )
        line = text.format(
            n=len(learned),
            all=available,
            left=_piece(pair[0]),
            right=_piece(pair[1]),
            made=_piece(pair[0] + pair[1]),
            count=show(learned[-1].count, ",d"),
        )
    else:
        line = _("No merge yet: every byte is a piece. Move the slider, one merge at a time.")
    if asked > available:
        line += " " + _("No pair is left that stands there twice, so the training ends.")
    st.markdown(line)


def trained(step: TrainBPEStep, per_character: float) -> None:
    _row(
        {
            _("vocabulary"): show(step.vocab_size, ",d"),
            _("tokens"): show(step.tokens, ",d"),
            _("tokens per character"): show(per_character, ".2f"),
        }
    )


def applied(count: int, per_character: float, times: float) -> None:
    """The other text's numbers in one sentence, above its pieces."""
    text = _(
        "**Another text, with the same merges:** {count} tokens, {rate} per character, {times} times the rate above."
    )
    st.markdown(text.format(count=show(count, ",d"), rate=show(per_character, ".2f"), times=show(times, ".1f")))
