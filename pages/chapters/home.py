"""Home: the promise, a text being written, the path, the timeline, families, applications, and what visitors ask."""

import streamlit as st

from models.engine import engine, prepared
from models.engine.requests import Write
from pages.ui import address, home_film, home_parts, lesson, running, shell
from pages.ui.components.film import writing_film
from pages.ui.language import _

engine().warm_up("text")  # returns at once, so that the first chapter finds its model loaded
words = lesson.open("home")
home_parts.style()
address.draw_faults("home")

promise, demonstration = st.columns((5, 7), gap="medium")
with promise.container(key="home-promise"):
    st.title(shell.NAME, anchor=False)
    words.say("promise")
    home_parts.start()
    words.say("demo")
with demonstration:
    trace = prepared(Write()) or running.get(Write())
    if trace:
        st.markdown(
            f":small[**{_(trace.provenance)}** · {trace.model.name}]",
            help=_("Prepared: recorded beforehand with this model, so that it plays at once."),
        )
        writing_film(
            trace.request.prompt, home_film.frames(trace), key="demonstration", label=_("A text being written")
        )

st.header(_("The path"), anchor="path", divider="gray")
words.say("path")
home_parts.path()

st.header(_("From 1950 to today"), anchor="timeline", divider="gray")
words.say("timeline")
home_parts.timeline()

st.header(_("Families"), anchor="families", divider="gray")
words.say("families")
home_parts.families()

st.header(_("Applications"), anchor="applications", divider="gray")
words.say("applications")
home_parts.applications()

st.header(_("What people ask"), anchor="questions", divider="gray")
words.say("questions")
home_parts.questions()
