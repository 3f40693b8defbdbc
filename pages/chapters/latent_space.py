"""Latent space: a face as 32 numbers; a walk between two faces; what numbers can be added, strange, small, blurred."""

from dataclasses import dataclass

import streamlit as st

from models.engine.latent_requests import Walk
from pages.ui import frame, latent_film, latent_numbers, latent_parts, latent_pictures
from pages.ui.language import _


@dataclass(frozen=True)
class Choice:
    first: str
    second: str


page = frame.open("latent-space", wide=(3, 8))
with page.controls:
    first = latent_pictures.first(page)
    choice = Choice(first, second=latent_pictures.sample_picture("second"))
    shown = st.container(horizontal=True, gap="small", key="latent-ends")

with page.stage:
    trace = page.run(page.ask(Walk, first=choice.first, second=choice.second))
    latent_film.draw(page, trace)
    page.line(trace, lambda: latent_film.table(trace))

with shown:  # what was encoded: after an error, the faces of the figure
    for step, name in zip(latent_film.ends(trace), (_("First face"), _("Second face")), strict=True):
        with st.container(width=104, gap=None):
            st.image(step.picture, width=104, alt=name)
            st.markdown(f":small[{name}]")

values = latent_numbers.of(trace)
page.words.say("run", **values)
page.words.predict(values["answer_key"], **values)

fill = latent_parts.head()
page.words.rest(page.deep, **values)
fill(page, trace.request)  # last: the lesson can be read while it is drawn
