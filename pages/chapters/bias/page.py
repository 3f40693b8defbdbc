"""Bias: whom the model expects after an occupation, against who works there; checks of that; and pictures."""

import streamlit as st

from pages.chapters.bias import main, numbers, pictures, repairs, weak, wording
from pages.chapters.bias.controls import BiasView
from pages.frame import controls, frame

page = frame.open("bias", wide=(3, 8))
with page.first:
    words = controls.draw("words")
with page.controls:
    choice = controls.draw("template", "first", "second", "base")

asked = page.ask(BiasView, choice, words=words)
with page.stage:
    trace = page.run(asked.request())
    view = main.view_of(asked, trace)
    occupations, own = main.gaps(trace, view)
    main.draw(page, view, occupations, own)
    page.line(trace, lambda: main.table(occupations, own), {"base": view.base})

values = numbers.of(view, occupations, own)
page.words.say("run", **values)
with page.words.part("run"):
    st.markdown(main.said(view, occupations, own))
page.predict(numbers.answer)

views = page.views(
    "look",
    {
        "pictures": lambda: controls.beside("attribute", "psi", "draw"),
        "repairs": lambda: controls.beside("into", "flow_seed") | {"repair": controls.draw("repair")},
    },
)
page.words.rest(page.deep, **values)
views.fill(
    {
        "wording": lambda: wording.draw(page, view, occupations, own),
        "names": lambda: weak.draw(page),
        "pictures": lambda picked: pictures.draw(page, picked),
        "repairs": lambda chosen: repairs.draw(page, chosen),
    }
)
