"""GAN: two players in the plane trained live, turn by turn; then the same game played with pictures."""

from dataclasses import dataclass

import streamlit as st

from models.toys.kinds import GanToy
from pages.basics.language import _
from pages.chapters.gan import film, numbers, pictures
from pages.chapters.gan import turns as gan_turns
from pages.figures import drawn_points
from pages.frame import controls, frame


@dataclass(frozen=True)
class Choice:
    shape: str
    drawn: drawn_points.Drawn
    turns: str
    g_rate: str
    d_rate: str
    r1: float
    noise: str
    seed: int


page = frame.open("gan", wide=(3, 8))
with page.controls:
    drawn = drawn_points.read(controls.keep("points"))
    shape = controls.draw("shape")
    if drawn:
        st.button(_("Back to the shape"), on_click=controls.put, kwargs={"points": ""}, icon=":material/undo:")
    turns = controls.keep("turns")
    gan_turns.draw(turns)
    with st.expander(_("How they learn"), expanded=page.deep):
        g_rate, d_rate, r1, noise, seed = (controls.draw(n) for n in ("g_rate", "d_rate", "r1", "noise", "seed"))
choice = Choice(shape, drawn, turns, g_rate, d_rate, r1, noise, seed)

with page.stage:
    request = page.ask(
        GanToy,
        shape=choice.shape,
        drawn=choice.drawn,
        turns=choice.turns,
        generator_rate=float(choice.g_rate),
        critic_rate=float(choice.d_rate),
        r1_weight=choice.r1,
        noise=choice.noise,
        seed=choice.seed,
    )
    trace = film.run(page, request)
    film.draw(page, trace)
    page.line(trace, lambda: film.table(trace))

values = numbers.of(trace)
page.words.say("run", **values)
page.words.predict(lambda: numbers.alone(trace.request), **values)

views = pictures.head()
page.words.rest(page.deep, **values)
pictures.fill(page, views)  # last: the lesson can be read while they are drawn
