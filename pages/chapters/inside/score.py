"""Attention, and one of its scores by hand: each line follows from the one above it."""

from __future__ import annotations

from math import sqrt

import numpy as np
import streamlit as st

from models.inside.kinds import InsideStep
from models.text import tokenizer
from pages.basics import theme
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.inside import charts, numbers
from pages.chapters.inside.numbers import Floats, Head
from pages.figures.components.vectors import Vector, vectors
from pages.frame import controls
from pages.frame.frame import Frame
from pages.frame.table import Table


def draw(page: Frame, step: InsideStep, layer: int) -> None:
    given = controls.beside("inside_head", "key_token")
    number = min(given["inside_head"], step.queries.shape[1] - 1)
    other = min(given["key_token"], len(step.input_ids)) - 1
    at = numbers.head(step, layer, number)
    st.markdown(summary(step, at, layer, number))
    page.figure(
        charts.weights(pieces(step), at, theme.palette()),
        "weights",
        alt=_("The share of attention that each token gets from this head."),
        on_pick=lambda place: controls.put(key_token=place + 1),
        table_elsewhere=True,
    )
    page.table(_row(step, at), caption=_("Scores and shares of this head"))
    _heads(step, layer, number, other)
    if page.deep:
        _by_hand(step, at, other)


def pieces(step: InsideStep) -> list[str]:
    return [tokenizer.visible(i) for i in step.input_ids.tolist()]


def summary(step: InsideStep, at: Head, layer: int, number: int) -> str:
    """What queries, keys and values are for, with what this head does."""
    words, most = pieces(step), int(at.weights.argmax())
    text: str = _(
        "Each token asks with a **query**, is recognised by a **key** and hands over a **value**. Where the query of "
        "**{piece}** fits a key, head {head} of layer {layer} takes much of that token's value. Here it takes most "
        "from **{most}** ({share})."
    )
    if most == 0 and step.position > 0:
        text += " " + _("The first token is where many heads look when they find nothing: then they add little.")
    named = {"piece": words[step.position], "head": number, "layer": layer, "most": words[most]}
    return fill(text, named | {"share": percent(float(at.weights[most]))})


def _heads(step: InsideStep, layer: int, number: int, other: int) -> None:
    """All heads of the layer: several queries share one key and value."""
    _tokens, groups, dim = step.keys[layer].shape
    heads = step.queries.shape[1]
    each = heads // groups
    text = _(
        "{heads} heads ask, on {groups} pairs of keys and values: {each} queries share each. What is marked belongs to "
        "head {head}."
    )
    st.markdown(fill(text, {"heads": heads, "groups": groups, "each": each, "head": number}))
    words, pair = pieces(step), numbers.pair(step, number)
    shared = [
        _("heads {a}–{b}").format(a=each * g, b=each * g + each - 1) if each > 1 else _("head {n}").format(n=g)
        for g in range(groups)
    ]
    vectors(
        [
            Vector(
                name=_("queries of {piece}").format(piece=words[step.position]),
                shape=f"{heads} × {dim}",
                numbers=step.queries[layer].ravel(),
                row=dim,
                rows=[_("head {n}").format(n=n) for n in range(heads)],
                marked=number,
            ),
            *(
                Vector(
                    name=name.format(piece=words[other]),
                    shape=f"{groups} × {dim}",
                    numbers=held[layer, other].ravel(),
                    row=dim,
                    rows=shared,
                    marked=pair,
                )
                for name, held in ((_("keys of {piece}"), step.keys), (_("values of {piece}"), step.values))
            ),
        ],
        key="heads",
        label=_("Queries, keys and values of this layer"),
    )


def _by_hand(step: InsideStep, at: Head, other: int) -> None:
    st.subheader(_("One score by hand"), anchor=False)
    words, dim = pieces(step), len(at.query)
    products = at.turned_query * at.turned_keys[other]
    named = {"piece": words[step.position], "other": words[other], "i": step.position, "j": other, "dim": dim}
    named |= {"sum": show(float(products.sum()), ".2f"), "score": show(float(at.scores[other]), ".2f")}
    named["root"] = show(sqrt(dim), ".3g")
    st.markdown(
        fill(
            _(
                "**1.** The query of {piece} and the key of {other}. **2.** Number n and number n + {half} are a pair: "
                "each pair turns by an angle that grows with the position, {i} and {j} (counted from 0), fast for the "
                "first pairs, slowly for the last. So the score depends on how far both are apart. **3.** Number by "
                "number, their products; number {place} counts most: {a} × {b} = {product}."
            ),
            named | _largest(at, other, products) | {"half": dim // 2},
        )
    )
    turned = max(float(np.abs(at.query).max()), float(np.abs(at.keys[other]).max()))
    shape = _("{n} numbers").format(n=dim)
    lines = [
        (_("1. query"), at.query, turned),
        (_("1. key"), at.keys[other], turned),
        (_("2. query, turned by position {n}").format(n=step.position), at.turned_query, turned),
        (_("2. key, turned by position {n}").format(n=other), at.turned_keys[other], turned),
        (_("3. products"), products, None),
    ]
    vectors(
        [Vector(name=name, shape=shape, numbers=row, row=dim, limit=limit) for name, row, limit in lines],
        key="by-hand",
        label=_("One score by hand"),
    )
    st.markdown(fill(_following(at, other), named | _shares(at, other)))
    mine = at.weights[other] * at.values[other]
    vectors(
        [
            Vector(
                name=_("6. value of {piece} × its share").format(piece=words[other]),
                shape=shape,
                numbers=mine,
                row=dim,
                limit=float(np.abs(at.mixed).max()) or 1.0,
            ),
            Vector(name=_("6. sum over all tokens"), shape=shape, numbers=at.mixed, row=dim),
        ],
        key="by-hand-sum",
        label=_("The weighted sum of values"),
    )


def _largest(at: Head, other: int, products: Floats) -> dict[str, object]:
    """The largest of the products, by size."""
    place = int(np.abs(products).argmax())
    factors = {"a": at.turned_query[place], "b": at.turned_keys[other, place], "product": products[place]}
    return {"place": place + 1} | {name: show(float(number), ".2f") for name, number in factors.items()}


def _following(at: Head, other: int) -> str:
    """From the products to the share: a later token is masked."""
    text = _("The products sum to {sum}. **4.** Divided by √{dim} = {root}: **score {score}**. ")
    if other >= at.seen:
        return text + _(
            "**5.** {other} comes after {piece}: the mask takes it out, whatever its score, and its share is 0. "
            "**6.** So nothing of its value arrives."
        )
    return text + _(
        "**5.** e to the power of {score}, divided by the same of all {seen} tokens up to {piece}: **{share}**. The "
        "mask leaves out {later}. **6.** The values, each times its share, are summed."
    )


def _shares(at: Head, other: int) -> dict[str, object]:
    later = len(at.keys) - at.seen
    return {
        "seen": at.seen,
        "share": percent(float(at.weights[other])),
        "later": _("{n} later tokens").format(n=later) if later else _("no token here, as none comes later"),
    }


def _row(step: InsideStep, at: Head) -> Table:
    scores, shares = at.scores, at.weights
    return {
        _("token"): [f"{i + 1}. {text}" for i, text in enumerate(pieces(step))],
        _("score"): [round(float(s), 3) for s in scores],
        _("seen"): [_("yes") if i < at.seen else _("masked") for i in range(len(scores))],
        _("its share (%)"): [round(100 * float(s), 2) for s in shares],
    }
