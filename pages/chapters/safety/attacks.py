"""Attacks on a mark: words deleted, swapped, replaced, and a text that the model rewrote."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import streamlit as st

from models.engine import Trace
from models.engine.translation import N_
from models.safety import measured, watermark
from models.safety.kinds import Mark
from models.text import tokenizer
from models.text.kinds import WriteStep
from pages.basics import theme
from pages.basics.intervals import wilson
from pages.basics.language import _
from pages.basics.words import fill, show
from pages.chapters.safety import charts, numbers
from pages.chapters.safety.marks import Text, text_of
from pages.frame import export, watching
from pages.frame.frame import Frame

NAMES = {"delete": N_("Delete words"), "swap": N_("Swap neighbours"), "replace": N_("Replace words")}
SHARES = (0.1, 0.25, 0.5)


def attacked(text: str, attack: str, share: float, pool: Sequence[str], seed: int = 0) -> str:
    """The text with that share of its words touched. pool: words to put in; it may not be empty."""
    rng = np.random.default_rng(seed)
    words = text.split(" ")
    touched = rng.random(len(words)) < share
    if attack == "delete":
        return " ".join(word for word, gone in zip(words, touched, strict=True) if not gone)
    if attack == "replace":
        others = rng.integers(0, len(pool), len(words)).tolist()
        return " ".join(pool[o] if new else word for word, new, o in zip(words, touched, others, strict=True))
    pairs = rng.permutation(len(words) - 1)[: round(share * len(words) / 2)].tolist()
    for i in pairs:
        words[i], words[i + 1] = words[i + 1], words[i]
    return " ".join(words)


@cache
def pool() -> tuple[str, ...]:
    """Words of the unmarked stories."""
    return tuple(word for ids in measured.texts("none") for word in tokenizer.decode(ids, tokenizer.shipped()).split())


@cache
def outcomes() -> tuple[tuple[str, str, int, float], ...]:
    """(attack, share in words, texts in which the mark is still found, mean z) of the measured texts with bonus 2."""
    texts = measured.texts("green")
    shipped = tokenizer.shipped()  # whose tokens were marked
    written = [tokenizer.decode(ids, shipped) for ids in texts]
    tried = [("none", "", [shipped.encode(text) for text in written])]
    for attack in NAMES:
        for share in SHARES:
            spoiled = [attacked(text, attack, share, pool(), seed) for seed, text in enumerate(written)]
            tried.append((attack, show(share, ".0%"), [shipped.encode(text) for text in spoiled]))
    tried.append(("rewritten", "", measured.texts("rewritten")))
    return tuple((name, share, numbers.found(ids, "green"), _mean_z(ids)) for name, share, ids in tried)


def _mean_z(texts: Sequence[list[int]]) -> float:
    return float(np.mean([watermark.read(ids, "green", measured.KEY).evidence().z for ids in texts]))


def name(attack: str, share: str) -> str:
    if attack == "none":
        return _("Untouched")
    if attack == "rewritten":
        return _("Rewritten by the model")
    return f"{_(NAMES[attack])}, {share}"


def draw(page: Frame, marked: Trace, attack: str, share: float) -> None:
    st.markdown(own(marked, attack, share))
    rewritten(marked)
    n = len(measured.TOPICS)
    rows = [(name(attack, part), k, n) for attack, part, k, _z in outcomes()]
    st.subheader(_("The same with {n} texts").format(n=n), anchor=False)
    page.figure(
        charts.shares(rows, _("texts in which the mark is still found (%)"), theme.palette()),
        "attacks",
        alt=_("Share of texts in which the mark is still found after each attack."),
        table_elsewhere=True,
    )
    page.table(
        {
            _("attack"): [row[0] for row in rows],
            _("still found"): [row[1] for row in rows],
            _("texts"): [row[2] for row in rows],
            _("95 % interval, in %"): ["{:.0f} – {:.0f}".format(*(100 * e for e in wilson(k, n))) for _n, k, n in rows],
            _("mean z"): [round(z, 2) for *_row, z in outcomes()],
        },
        caption=_("Attacks and what is left of the mark"),
    )
    note = _(
        "Green list, bonus 2, one false alarm in 1,000 allowed. The texts were written before; the rest is "
        "computed here. A text that is tokenized anew may begin with other tokens."
    )
    st.markdown(f":small[{note}]")


def own(marked: Trace, attack: str, share: float) -> str:
    """What the attack does to the text above."""
    request = marked.request
    assert isinstance(request, Mark)
    text = text_of(marked, request.scheme, request.key)
    after = attacked(text.plain, attack, share, pool()) if text.ids else ""
    given = watermark.read(tokenizer.encode_within(after), request.scheme, request.key).evidence()
    said = _("**Your text, {attack}, {share}:** z {before} → {after}, p {p}. {verdict}")
    values = {"attack": _(NAMES[attack]), "share": show(share, ".0%"), "before": show(text.evidence.z, ".1f")}
    values |= {"after": show(given.z, ".1f"), "p": numbers.power(given.p), "verdict": numbers.verdict(given.p)}
    return fill(said, values)


def rewritten(marked: Trace) -> None:
    """The text above, rewritten by the model itself without a mark, on a click."""
    request = marked.request
    assert isinstance(request, Mark)
    text = text_of(marked, request.scheme, request.key)
    if not text.ids:
        return
    asked = measured.rewriting(text.ids, request.seed)
    label = _("Let the model rewrite your text")
    traces = watching.several((asked,), "rewrite", label, ":material/edit:", planned=asked.max_new_tokens)
    if traces is None:
        return
    after = [step.token_id for step in traces[0].steps if isinstance(step, WriteStep)]
    st.markdown(compared(text, [i for i in after if i not in tokenizer.end_ids], request))
    with st.container(border=True):
        st.text(tokenizer.decode([i for i in after if i not in tokenizer.end_ids]))
    st.markdown(f":small[{export.cost(traces[0])}]")


def compared(text: Text, after: list[int], request: Mark) -> str:
    """What the key finds after the rewriting, and how many of the words are still those of the text."""
    given = watermark.read(after, request.scheme, request.key).evidence()
    said = _(
        "**Rewritten by the model:** z {before} → {after}, p {p}. {verdict} Of its {n} different pairs of neighbouring "
        "tokens, {kept} stood in your text."
    )
    pairs = set(pairwise(after))
    kept = len(pairs & set(pairwise(text.ids)))
    values = {"before": show(text.evidence.z, ".1f"), "after": show(given.z, ".1f"), "p": numbers.power(given.p)}
    values |= {"verdict": numbers.verdict(given.p), "n": len(pairs), "kept": kept}
    return fill(said, values)
