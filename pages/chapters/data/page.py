"""Data: a heap of documents goes through five filters; what they are good for; and what learns from itself."""

import streamlit as st

from models.data_cleaning.kinds import CleanText
from pages.chapters.data import curve, effect, few_pictures, numbers, opened, skewed, sorted_heap, threshold, words
from pages.chapters.data import tokens as into_tokens
from pages.frame import controls, frame

SWITCHES = ("short", "foreign", "rules", "exact", "close")

page = frame.open("data", wide=(3, 8))
with page.first:
    choice = {"mine": controls.draw("mine")}
with page.controls:
    choice |= controls.draw("alike", "least")
    with st.container(key="switches", gap="xxsmall"):
        choice |= controls.draw(*SWITCHES)
    choice["seed"] = controls.draw("seed")

with page.stage:
    trace = page.run(page.ask(CleanText, choice))
    sorted_heap.draw(page, trace)
    page.line(trace, lambda: sorted_heap.table(trace))

values = numbers.of(trace)
page.say_run(trace, **values)
page.predict(numbers.answer, **numbers.question())

views = page.views(
    "look",
    {
        "opened": lambda: controls.draw("opened"),
        "tokens": lambda: controls.draw("window"),
        "few": lambda: controls.draw("real", "drawn", "altered"),
        "skewed": lambda: controls.beside("hats", "named", "flow_seed"),
        "curve": lambda: controls.draw("points"),
        "words": lambda: controls.draw("source", "order"),
    },
)
page.words.rest(page.deep, **values)
views.fill(
    {
        "opened": lambda name: opened.draw(page, trace, name),
        "tokens": lambda window: into_tokens.draw(page, trace, int(window)),
        "threshold": lambda: threshold.draw(page, trace),
        "effect": lambda: effect.draw(page, trace),
        "few": lambda choice: few_pictures.draw(page, choice),
        "skewed": lambda choice: skewed.draw(page, choice),
        "curve": lambda points: curve.draw(page, points),
        "words": lambda choice: words.draw(page, choice),
    }
)
