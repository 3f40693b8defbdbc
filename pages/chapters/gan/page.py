"""GAN: two players in the plane trained live, turn by turn; then the same game played with pictures."""

import streamlit as st

from models.toys.kinds import GanToy
from pages.basics.language import _
from pages.chapters.gan import film, numbers, one_round, pictures, shapes
from pages.chapters.gan import turns as gan_turns
from pages.figures import drawn_points
from pages.frame import controls, frame

page = frame.open("gan", wide=(3, 8))
with page.first:
    turns = controls.keep("turns")
    gan_turns.play_on(turns)
with page.controls:
    gan_turns.start_over()
    drawn = drawn_points.read(controls.keep("points"))
    shape = shapes.choose()
    if drawn:
        st.button(_("Back to the shape"), on_click=controls.put, kwargs={"points": ""}, icon=":material/undo:")
    with st.expander(_("How they learn"), expanded=page.deep):
        rates = controls.draw("g_rate", "d_rate")
        choice = controls.draw("r1", "noise", "seed")

with page.stage:
    request = page.ask(
        GanToy,
        choice,
        shape=shape,
        drawn=drawn,
        turns=turns,
        generator_rate=float(rates["g_rate"]),
        critic_rate=float(rates["d_rate"]),
    )
    trace = film.run(page, request)
    film.draw(page, trace)
    page.say_stopped(trace)
    page.line(trace, lambda: film.table(trace))

values = numbers.of(trace)
page.words.say("run", **values)
page.predict(lambda: numbers.alone(trace.request), **values)

assert isinstance(trace.request, GanToy)
one_round.draw(page, trace.request)

pictures.head()
views = page.views("look", {"enlarge": lambda: controls.draw("picture")})
page.words.rest(page.deep, **values)
views.fill(
    {
        "faces": lambda: pictures.faces(page),
        "walk": lambda: pictures.walk(page),
        "truncation": lambda: pictures.truncation(page),
        "mix": lambda: pictures.mix(page),
        "enlarge": lambda picture: pictures.enlarge(page, picture),
    }
)
