"""Next token: the probability of every token after the visitor's text; temperature and filters reshape the logits."""

import numpy as np
import streamlit as st

from models.text import sampling, tokenizer
from models.text.kinds import NextToken
from pages.basics import memo, theme
from pages.basics.language import _
from pages.chapters.next_token import bars, charts, numbers, trail
from pages.chapters.next_token.bars import DRAWS
from pages.frame import controls, frame, lesson

SHOWN = 16  # bars
SWEEP = (0.2, 0.7, 1.0, 2.0)


page = frame.head("next-token")
drawn = {}  # what the rest of the page was drawn for: the request, and how many experiments were begun


@st.fragment  # a slider redraws this part alone; nothing below depends on it
def live():
    view = page.beside("live")
    with view.first:
        prompt = controls.draw("prompt")
    with view.controls:
        temperature = controls.draw("temperature")
        with st.expander(_("Filters"), expanded=page.deep):
            filters = controls.draw("top_k", "top_p", "min_p")
        draws = controls.draw("draws")
        seed = controls.draw("seed") if draws or page.deep else controls.default("seed")

    with view.stage:
        trace = view.run(view.ask(NextToken, prompt=prompt))
        text, logits, input_ids = trace.request.prompt, trace.last.logits, trace.last.input_ids
        warmed = sampling.probs(logits, temperature=temperature)
        probs = sampling.probs(logits, temperature=temperature, **filters)
        trail.draw_if_wished(text, int(sampling.draw(probs, 1, seed + len(input_ids))[0]))
        if (trace.request, lesson.tried()) != drawn.get("for", (trace.request, lesson.tried())):
            st.rerun()  # another text, or a chapter that is done now: the rest of the page says so too
        order = sampling.top(logits, SHOWN)  # at temperature 0 all probabilities but one are equal
        counts = np.bincount(sampling.draw(probs, DRAWS, seed), minlength=len(probs)) if draws else None
        bars.strip(input_ids)
        bars.draw(text, order, np.where(probs > 0, probs, warmed), probs > 0, counts)
        view.line(
            trace,
            lambda: {
                _("next token"): [tokenizer.visible(i) for i in order],
                _("id"): order.tolist(),
                _("probability (%)"): (100 * probs[order]).round(4).tolist(),
                _("logit"): logits[order].round(4).tolist(),
            },
            view={"temperature": temperature, **filters},
        )
    with view.first:
        trail.go_on(prompt)
    values = numbers.of(trace)
    view.predict(numbers.answer(**values), **values)

    top, second = (tokenizer.visible(i) for i in order[:2].tolist())
    view.words.say(
        "run",
        prompt=text,
        temperature=temperature,
        top=top,
        second=second,
        prob=float(probs[order[0]]),
        second_prob=float(probs[order[1]]),
        kept=int((probs > 0).sum()),
        vocab=len(probs),
        half=charts.reach(probs, 0.5),
        entropy=sampling.entropy_bits(warmed),
        fair=2 ** sampling.entropy_bits(warmed),
    )
    view.words.change_and_why(**values)
    return trace


trace = live()
drawn["for"] = (trace.request, lesson.tried())
logits = trace.last.logits
values = numbers.of(trace)


def sweep():
    likely = sampling.top(logits, 8)
    names = [tokenizer.visible(i) for i in likely.tolist()]
    figure = memo.of(
        trace,
        ("sweep", theme.palette()),
        lambda: charts.temperature_sweep(
            [sampling.probs(logits, temperature=t)[likely] for t in SWEEP], SWEEP, names, theme.palette()
        ),
    )
    page.figure(
        figure, "sweep", _("The eight likeliest tokens at four temperatures: flat when hot, one bar when cold.")
    )


def curve():
    figure = memo.of(
        trace, ("curve", theme.palette()), lambda: charts.cumulative(sampling.probs(logits), theme.palette())
    )
    page.figure(figure, "curve", _("How much probability the likeliest tokens hold together, at temperature 1."))


page.views("look").fill({"sweep": sweep, "curve": curve})
page.words.below(page.deep, **values)
