"""Next token: every token's probability after the visitor's text; temperature and filters reshape the recorded logits."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from models.engine.requests import NextToken
from models.text import sampling, tokenizer
from pages.ui import charts, controls, frame, theme
from pages.ui.components.bars import Bar, probability_bars
from pages.ui.components.token_strip import TokenCell, token_strip
from pages.ui.language import _
from pages.ui.text_trail import append, undo

SHOWN = 16  # bars
DRAWS = 1000
SWEEP = (0.1, 0.2, 0.4, 0.7, 1.0, 1.3, 1.6, 2.0, 3.0)


@dataclass(frozen=True)
class Choice:
    prompt: str
    temperature: float
    top_k: int
    top_p: float
    min_p: float
    draws: bool
    seed: int


page = frame.open("next-token")
with page.controls:
    prompt = controls.draw("prompt")
    temperature = controls.draw("temperature")
    with st.expander(_("Filters"), expanded=page.deep):
        top_k, top_p, min_p = (controls.draw(name) for name in ("top_k", "top_p", "min_p"))
    draws = controls.draw("draws")
    seed = controls.draw("seed") if draws or page.deep else controls.default("seed")
choice = Choice(prompt, temperature, top_k, top_p, min_p, draws, seed)

with page.stage:
    trace = page.run(page.ask(NextToken, prompt=choice.prompt))
    logits, input_ids = trace.last.logits, trace.last.input_ids
    warmed = sampling.probs(logits, temperature=choice.temperature)
    probs = sampling.probs(logits, choice.temperature, choice.top_k, choice.top_p, choice.min_p)
    order = np.argsort(-warmed, kind="stable")[:SHOWN]
    counts = np.bincount(sampling.draw(probs, DRAWS, choice.seed), minlength=len(probs)) if choice.draws else None

    token_strip(
        [TokenCell(text=tokenizer.visible(i), sub=str(i), special=tokenizer.is_special(i)) for i in input_ids.tolist()],
        key="prompt_tokens",
        label=_("Your text as tokens, with their ids"),
        selected=len(input_ids) - 1,
        pickable=False,
    )
    probability_bars(
        [
            Bar(
                id=i,
                text=tokenizer.visible(i),
                prob=float(probs[i] if probs[i] > 0 else warmed[i]),
                kept=bool(probs[i] > 0),
                second=None if counts is None else counts[i] / DRAWS,
                title=_("Append this token and go on"),
            )
            for i in order.tolist()
        ],
        key="bars",
        label=_("The {n} likeliest next tokens and their probabilities").format(n=SHOWN),
        second_label="" if counts is None else _("share of {n:,} draws").format(n=DRAWS),
        on_pick=append,
    )
    page.line(trace, lambda: {
        _("next token"): [tokenizer.visible(i) for i in order],
        _("id"): order.tolist(),
        _("probability (%)"): (100 * probs[order]).round(4).tolist(),
        _("logit"): logits[order].round(4).tolist(),
    })  # fmt: skip

with page.controls:
    drawn = int(sampling.draw(probs, 1, choice.seed + len(input_ids))[0])
    st.button(_("Draw one token"), type="primary", width="stretch", on_click=append, args=(drawn,), icon=":material/casino:")
    undo()

entropy = sampling.entropy_bits(warmed)
top, second = (tokenizer.visible(i) for i in order[:2].tolist())
cold, warm = (float(sampling.probs(logits, temperature=t)[order[0]]) for t in (0.2, 1.0))
values = dict(
    prompt=trace.request.prompt, top=top, second=second, prob=float(probs[order[0]]), second_prob=float(probs[order[1]]),
    others=max(int((probs > 0).sum()) - 2, 0), half=int(np.searchsorted(np.cumsum(np.sort(probs)[::-1]), 0.5)) + 1, entropy=entropy,
    fair=2**entropy, vocab=len(probs), kept=int((probs > 0).sum()), temperature=choice.temperature, length=len(input_ids),
    logit=float(logits[order[0]]), expected=DRAWS * float(probs[order[0]]), cold_prob=cold, warm_prob=warm,
)  # fmt: skip
page.words.say("run", **values)
page.words.predict("most" if cold > 0.5 else "longer" if cold > 1.3 * warm else "same", **values)

sweep, curve = st.tabs([_("Nine temperatures"), _("All tokens together")])
with sweep:
    likely = np.argsort(-logits, kind="stable")[:8]
    rows = [sampling.probs(logits, temperature=t)[likely] for t in SWEEP]
    page.figure(
        charts.temperature_sweep(rows, SWEEP, [tokenizer.visible(i) for i in likely.tolist()], theme.palette()),
        key="sweep", alt=_("The eight likeliest tokens at nine temperatures: flat when hot, one bar when cold."),
    )  # fmt: skip
with curve:
    page.figure(
        charts.cumulative(warmed, probs > 0, theme.palette()), key="curve",
        alt=_("Cumulative probability of the likeliest tokens."),
    )  # fmt: skip
page.words.rest(page.deep, **values)
