"""Home: the promise, a text and a picture in the making, the path, the timeline, families, applications, questions."""

import streamlit as st

from models.diffusion.kinds import TextToImage
from models.prepared import prepared
from models.shared_engine import engine
from models.text.kinds import story
from pages.basics.language import _
from pages.chapters.home import film, sections
from pages.frame import address, app_shell, lesson, running

engine().warm_up("text")  # returns at once, so that the first chapter finds its model loaded
words = lesson.open("home")
sections.style()
address.draw_faults("home")

with st.container(key="home-promise"):
    st.title(app_shell.NAME, anchor=False)
    words.say("promise")
    sections.start()
text, picture = st.columns((3, 2), gap="medium")
with text:
    film.writing(prepared(story()) or running.aside(story()))
    words.say("demo")
with picture:
    film.picture(prepared(TextToImage()))

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
