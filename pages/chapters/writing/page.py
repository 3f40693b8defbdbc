"""Writing: a text token by token, its tree, six methods in a race, the surprise of any text, what the cache saves."""

from dataclasses import asdict, dataclass

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
    "length": _("It stopped at the **length** you chose."),
}


@dataclass(frozen=True)
class Choice:
    prompt: str
    chat: bool
    method: str
    max_new_tokens: int
    temperature: float
    top_k: int
    top_p: float
    min_p: float
    repetition_penalty: float
    num_beams: int
    seed: int
    stop: str


page = frame.open("writing", wide=(3, 9))
with page.controls:
    prompt, method = controls.draw("prompt"), controls.draw("method")
    temperature, tokens = controls.draw("temperature"), controls.draw("tokens")
    with st.expander(_("Filters, beams, seed, stop"), expanded=page.deep):
        top_k, top_p, min_p = (controls.draw(name) for name in ("top_k", "top_p", "min_p"))
        penalty, beams, seed = (controls.draw(name) for name in ("penalty", "beams", "seed"))
        chat, stop = controls.draw("chat"), controls.draw("stop")
choice = Choice(prompt, chat, method, tokens, temperature, top_k, top_p, min_p, penalty, beams, seed, stop)
base = page.ask(Write, **race.fields(choice.method, asdict(choice)))

with page.stage:
    presets.draw()
    left, right = st.columns((5, 3), gap="medium")
    with left:
        path, texts = tree.grow(base, tree.read(base), lambda request: write(page, request))
        shown = texts[path.shown]
        written, request = shown.written, shown.trace.request
        at = tree.place(path, len(written.ids))
        strip.strip(path, shown, tokenizer.encode(request.prompt), at)
        strip.reading(shown)
        st.markdown(f"{WHY[shown.trace.last.finish]} {presets.expectation(request.prompt)}")
        tree.undo(path)
    with right:
        strip.alternatives(path, texts, at)
    page.line(shown.trace, lambda: strip.table(shown))

values = strip.numbers(shown, at) | {"beams": choice.num_beams}
page.words.say("run", **values)
page.words.predict(lambda: race.greedy_repeats(request), **values)

views = controls.tabs("panel")
page.words.rest(page.deep, **values)
# The lower figures are filled last: some take seconds, and the lesson can be read meanwhile.
given = asdict(choice) | {"prompt": base.prompt, "stop": base.stop}
with views["tree"]:
    tree.draw(path, texts)
with views["surprise"]:
    surprise.draw(page, bool(views["surprise"].open))
if views["race"].open:
    with views["race"]:
        race.draw(page, given)
if views["cache"].open:
    with views["cache"]:
        cache.draw(page, base.prompt)
