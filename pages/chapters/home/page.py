"""Home: the promise, a text being written, the path, the timeline, families, applications, and questions."""

import streamlit as st

from models.prepared import prepared
from models.shared_engine import engine
from models.text.kinds import Write
from pages.basics.language import _
from pages.chapters.home import film, sections
from pages.figures.components.writing_film import writing_film
from pages.frame import address, app_shell, lesson, running

engine().warm_up("text")  # returns at once, so that the first chapter finds its model loaded
words = lesson.open("home")
sections.style()
address.draw_faults("home")

promise, demonstration = st.columns((5, 7), gap="medium")
with promise.container(key="home-promise"):
    st.title(app_shell.NAME, anchor=False)
    words.say("promise")
    sections.start()
    words.say("demo")
with demonstration:
    trace = prepared(Write()) or running.get(Write())
    if trace:
        st.markdown(
            f":small[**{_(trace.provenance)}** · {trace.model.name}]",
            help=_("Prepared: recorded in advance with this model, so that it plays at once."),
        )
        writing_film(trace.request.prompt, film.frames(trace), key="demonstration", label=_("A text being written"))

st.header(_("The path"), anchor="path", divider="gray")
words.say("path")
sections.path()

st.header(_("From 1950 to today"), anchor="timeline", divider="gray")
words.say("timeline")
sections.timeline()

st.header(_("Families"), anchor="families", divider="gray")
words.say("families")
sections.families()

st.header(_("Applications"), anchor="applications", divider="gray")
words.say("applications")
sections.applications()

st.header(_("Common questions"), anchor="questions", divider="gray")
words.say("questions")
sections.questions()
