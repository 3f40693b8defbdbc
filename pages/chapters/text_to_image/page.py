"""Text to image: words to tokens to numbers, noise to a picture; each part opened up, for this very run."""

import streamlit as st

from models.avatars.captions import VOCABULARY
from models.diffusion import prompts
from models.diffusion.kinds import TextToImage
from pages.basics.language import _
from pages.chapters.text_to_image import (
    anatomy,
    drawing,
    film,
    guidance,
    outcome,
    reading,
    student,
    two_prompts,
    ways,
    words,
)
from pages.frame import controls, frame

page = frame.open("text-to-image")
with page.first:
    prompt = controls.draw("prompt")
    with st.container(horizontal=True, width="content", key="draw"):
        st.button(_("Draw"), type="primary", icon=":material/brush:", on_click=drawing.go_on)
        st.button(_("New noise"), icon=":material/casino:", on_click=drawing.next_seed)
with page.controls:
    choice = {"prompt": prompt} | controls.draw("guidance", "seed", "steps")
    with st.expander(_("Scheduler, η, negative prompt"), expanded=page.deep):
        choice |= controls.draw("negative", "scheduler", "eta")

with page.stage:
    place = st.empty()
    trace = drawing.run(page, page.ask(TextToImage, choice), place)
    request, first = trace.request, trace.steps[0]
    film.draw(page, trace, place)
    ways.say(prompt, request.prompt)
    reading.unknown(first)
    if outcome.finished(trace):
        drawn = reading.rows(request.prompt, trace.last)
        reading.draw(drawn)
    else:
        page.say_stopped(trace)
        drawn = []
    page.line(trace, lambda: film.table(trace))

kept, asked = reading.score(drawn)
values = film.numbers(trace, guidance.shown()) | dict(
    asked=asked,
    kept=kept,
    tokens=prompts.count(request.prompt),
    passes=trace.forward_passes,
    vocabulary=len(VOCABULARY),
    unknown=len(first.unknown_words.split()),
)


def without_words() -> tuple[str, dict[str, object]]:
    """The prediction's answer, from one more run: the same noise at guidance 0."""
    free = page.run(drawing.changed(request, guidance_scale=0.0))
    free_kept = reading.score(reading.rows(request.prompt, free.last))[0]
    return reading.answer(kept, free_kept), {"free_kept": free_kept}


page.say_run(trace, **values)
if reading.asks(kept, request.guidance_scale):
    page.predict(without_words, **values)
student.draw(page)
words.draw(trace)
two_prompts.draw(page, trace)
student.compare(trace)
anatomy.draw(page, trace)
page.words.rest(page.deep, outcome.finished(trace), **values)
