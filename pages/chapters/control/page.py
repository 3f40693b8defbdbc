"""Control: what a prompt's answer is made of, and how it is changed from inside: patching, heads, steering, hiding."""

import streamlit as st

from models.control.kinds import Patch, Steer
from pages.chapters.control import heads, hiding, methods, patching, steering
from pages.frame import controls, frame
from pages.frame.watching import Stopped

page = frame.open("control", wide=(3, 8))
with page.first, st.container(gap="small"):  # one above the other: so the word that differs shows
    clean, corrupt = controls.draw("clean"), controls.draw("corrupt")

with page.stage:
    trace = patching.run(page, page.ask(Patch, clean=clean, corrupt=corrupt))
    patching.draw(page, trace)
    page.line(trace, lambda: patching.table(trace))

request, moved, whole = trace.request, patching.of(trace).moved, not isinstance(trace, Stopped)
values = patching.values(trace)
if moved:
    page.say_run(trace, **values)
    if whole:
        with page.words.part("run"):
            st.markdown(patching.summary(patching.of(trace)))
hidden = hiding.run(request.clean)
page.predict(lambda: hiding.answer(hidden), **hiding.question(hidden))

views = page.views(
    "look", {"heads": lambda: controls.beside("test_layer", "test_head", "test_seed"), "steer": steering.widgets}
)
steer = page.ask(Steer, views["steer"])
page.words.rest(page.deep, whole=whole and moved, **values)
views.fill(
    {
        "heads": lambda choice: heads.draw(page, request, choice, moved),
        "steer": lambda _choice: steering.draw(page, steer),
        "hide": lambda: hiding.draw(page, hidden),
        "methods": lambda: methods.draw(trace, hidden, steer),
    }
)
