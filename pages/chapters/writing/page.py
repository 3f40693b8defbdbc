"""Writing: a text token by token, its tree, six methods in a race, how surprising any text is, what the cache saves."""

import streamlit as st

from models.text import tokenizer
from models.text.kinds import Write
from pages.basics.language import _
from pages.chapters.writing import cache, presets, race, strip, surprise, tree
from pages.chapters.writing.live import write
from pages.frame import controls, frame

WHY = {
    "end token": _("It stopped because the **end token** was chosen."),
    "stop text": _("It stopped because your **stop text** appeared."),
    "length": _("It reached the **length** you set."),
    None: _("**You** stopped it."),
}

page = frame.open("writing", wide=(3, 9))
with page.first:
    prompt = controls.draw("prompt")
with page.notes:
    presets.draw()
with page.controls:
    choice = {"prompt": prompt} | controls.draw("method", "temperature", "tokens")
    with st.expander(_("Filters, beams, seed, stop"), expanded=page.deep):
        choice |= controls.draw("top_k", "top_p", "min_p", "penalty", "beams", "seed", "chat", "stop")
settings = controls.fields(Write, choice)
base = page.ask(Write, **race.relevant(settings))

with page.stage:
    left, right = st.columns((5, 3), gap="medium")
    with left:
        path, texts = tree.grow(base, tree.read(base), lambda request: write(page, request))
        shown = texts[path.shown]
        written, request = shown.written, shown.trace.request
        at = tree.place(path, len(written.ids))
        strip.strip(path, shown, tokenizer.encode(request.prompt), at)
        strip.reading(shown)
        page.say_stopped(shown.trace)
        st.markdown(f"{WHY[shown.trace.last.finish]} {presets.expectation(request.prompt)}")
        tree.undo(path)
    with right:
        strip.alternatives(path, texts, at)
    page.line(shown.trace, lambda: strip.table(shown))

values = strip.numbers(shown, at) | {"beams": choice["beams"]}
page.words.say("run", **values)
if page.words.guessed or not race.is_greedy(request):  # else the answer is on the page already
    page.predict(lambda: race.greedy_repeats(request), **values)

views = page.views("panel", {"surprise": surprise.widgets})
page.words.rest(page.deep, **values)
views.fill(
    {
        "tree": lambda: tree.draw(path, texts),
        "race": lambda: race.draw(page, settings | {"prompt": base.prompt, "stop": base.stop}),
        "surprise": lambda rated: surprise.draw(page, **rated),
        "cache": lambda: cache.draw(page, base.prompt),
    }
)
