"""Words hidden one by one, beside the attention that they get."""

from __future__ import annotations

import streamlit as st

from models.control.kinds import Hide
from models.engine import Trace
from models.prepared import prepared
from models.text import tokenizer
from pages.basics import memo, theme
from pages.basics.language import _
from pages.basics.words import fill, percent, show
from pages.chapters.control import charts
from pages.chapters.control.measured import Hidden, correlation_interval, hidden, rank_correlation
from pages.frame import export, running
from pages.frame.frame import Frame


def run(prompt: str) -> Trace:
    """After an error: the shipped run, with the prompt that it is of."""
    trace = prepared(Hide(prompt=prompt)) or running.get(Hide(prompt=prompt)) or prepared(Hide())
    if trace is None:
        st.stop()
    return trace


def of(trace: Trace) -> Hidden:
    return memo.of(trace, "hidden", lambda: hidden(trace.steps))


def pieces(given: Hidden) -> list[str]:
    return [tokenizer.visible(int(i)) for i in given.ids]


def question(trace: Trace) -> dict[str, object]:
    given = of(trace)
    assert isinstance(trace.request, Hide)
    return {
        "hide_prompt": trace.request.prompt,
        "hide_answer": tokenizer.visible(given.answer),
        "hide_prob": percent(given.prob),
        "attended": pieces(given)[given.attended],
        "attended_number": given.attended + 1,
        "attended_share": float(given.attention[given.attended]),
    }


def answer(trace: Trace) -> tuple[str, dict[str, object]]:
    """The key of the prediction's right option, and what its reveal names."""
    given = of(trace)
    position, needed = given.attended, given.needed
    return option(given), {
        "now_top": tokenizer.visible(int(given.tops[position])),
        "now_prob": percent(given.prob_without(position)),
        "needed": pieces(given)[needed],
        "needed_prob": percent(given.prob_without(needed)),
        "source": export.source(trace),
    }


def option(given: Hidden) -> str:
    position = given.attended
    if given.tops[position] != given.answer:
        return "loses"
    return "stays" if given.prob_without(position) >= given.prob / 2 else "falls"


def draw(page: Frame, trace: Trace) -> None:
    given = of(trace)
    st.markdown(summary(given))
    page.figure(
        memo.of(trace, ("hiding", theme.palette()), lambda: charts.hiding(pieces(given)[:-1], given, theme.palette())),
        "hiding",
        alt=_(
            "For each token: nats the answer loses when it is hidden, and the attention it gets from the last token."
        ),
        table_elsewhere=True,
    )
    note = _(
        "Hidden: no later token attends to it, in any layer or head. Attention: mean of all heads and layers. The last "
        "token has no later one to be hidden from."
    )
    st.markdown(f":small[{note} {export.cost(trace)}]")
    page.table(
        {
            _("token"): pieces(given)[:-1],
            _("nats lost when hidden"): [round(cost, 3) for cost in given.cost.tolist()],
            _("probability of the answer then (%)"): [
                round(100 * given.prob_without(i), 2) for i in range(len(given.cost))
            ],
            _("likeliest next token then"): [tokenizer.visible(int(i)) for i in given.tops],
            _("attention of the last token (%)"): [round(100 * share, 2) for share in given.attention.tolist()],
        },
        caption=_("Hiding and attention"),
    )


def summary(given: Hidden) -> str:
    words, needed, attended = pieces(given), given.needed, given.attended
    named = {
        "answer": tokenizer.visible(given.answer),
        "prob": percent(given.prob),
        "needed": words[needed],
        "attended": words[attended],
        "lost": show(float(given.cost[needed]), ".2f"),
        "without": percent(given.prob_without(needed)),
        "share": show(float(given.attention[attended]), ".0%"),
        "cost": show(round(float(given.cost[attended]), 2) + 0.0, ".2f"),
    }
    if given.cost[needed] <= 0:
        text = _("**{answer}** ({prob}) loses nothing by hiding any single word here. ")
    elif needed == attended:
        text = _(
            "**{answer}** ({prob}) needs **{needed}** most: without it {without}, {lost} nats less. Here the last "
            "token attends most to the very same word ({share}). "
        )
    else:
        text = _(
            "**{answer}** ({prob}) needs **{needed}** most: without it {without}, {lost} nats less. But the last token "
            "attends most to **{attended}** ({share}), and hiding that costs {cost} nats. "
        )
    return (
        fill(text, named)
        + _correlation(given)
        + " "
        + _("The first token is left out of this: most heads attend to it, whatever it is.")
    )


def _correlation(given: Hidden) -> str:
    cost, attention = given.cost[1:], given.attention[1:]
    n, rank = len(cost), rank_correlation(given.cost[1:], attention)
    if n < 5 or rank != rank:
        return _("So few words have no rank correlation worth telling.")
    low, high = correlation_interval(rank, n)
    text = _("Rank correlation of both over {n} tokens: {rank}, 95 % interval {low} to {high}. ")
    text += _("It includes 0: this sentence shows no connection.") if low <= 0 <= high else _("It excludes 0 here.")
    return fill(text, {"n": n, "rank": show(rank, "+.2f"), "low": show(low, "+.2f"), "high": show(high, "+.2f")})
