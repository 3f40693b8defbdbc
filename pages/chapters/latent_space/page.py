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
with page.stage:
    trace = page.run(page.ask(Walk, first=first, second=second))
    walk.draw(page, trace)
    page.line(trace, lambda: walk.table(trace))

values = numbers.of(trace)
page.words.say("run", **values)
page.predict(values["answer_key"], **values)

st.header(_("What you can do with the numbers"), anchor=False)
lower = page.views("look", views.WIDGETS)
page.words.rest(page.deep, **values)
lower.fill(views.figures(page, trace.request))
