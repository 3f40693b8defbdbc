"""Latent space: a face as 32 numbers; a walk between two faces; adding, odd pictures, small files, blur."""

import streamlit as st

from models.vae.kinds import Walk
from pages.basics.language import _
from pages.chapters.latent_space import faces, numbers, views, walk
from pages.frame import frame

page = frame.open("latent-space", wide=(3, 8))
with page.first:
    left, right = st.columns(2, gap="large")
    with left:
        first = faces.first(page)
    with right:
        second = faces.sample_picture("second")
with page.controls:
    shown = st.container(horizontal=True, gap="small", key="latent-ends")

with page.stage:
    trace = page.run(page.ask(Walk, first=first, second=second))
    walk.draw(page, trace)
    page.line(trace, lambda: walk.table(trace))

with shown:  # what was encoded: after an error, the faces of the figure
    for step, name in zip(walk.ends(trace), (_("First face"), _("Second face")), strict=True):
        with st.container(width=104, gap=None):
            st.image(step.picture, width=104, alt=name)
            st.markdown(f":small[{name}]")

values = numbers.of(trace)
page.words.say("run", **values)
page.predict(values["answer_key"], **values)

st.header(_("What you can do with the numbers"), anchor=False)
lower = page.views("look", views.WIDGETS)
page.words.rest(page.deep, **values)
lower.fill(views.figures(page, trace.request))
