"""Memorisation: what a model knows by heart, how far it copies, and what of its training one gets out again."""

from models.fine_tuning.kinds import Plant
from pages.basics.language import _
from pages.chapters.memorisation import compared, copied, faces, numbers, planted, recognised, spans
from pages.chapters.memorisation.controls import TITLES
from pages.frame import controls, frame

page = frame.open("memorisation", wide=(3, 8))
with page.first:
    famous = controls.draw("famous")
with page.controls:
    own = controls.draw("own")

with page.stage:
    trace, beside = recognised.run(page, famous, own)
    recognised.draw(famous, trace, beside)
    page.line(trace, lambda: recognised.table(famous, trace, beside))

values = numbers.values(famous, trace)
page.say_run(trace, **values)
page.predict(compared.answer)

views = page.views(
    "look", {"copy": lambda: controls.draw("given"), "secret": lambda: controls.beside("copies", "code", "plant_seed")}
)
request = page.ask(Plant, views["secret"])
page.words.rest(page.deep, **values)
views.fill(
    {
        "copy": lambda given: copied.draw(page, _(TITLES[famous]), trace, beside, given),
        "all": lambda: compared.draw(page, beside),
        "secret": lambda _choice: planted.draw(page, request),
        "faces": lambda: faces.draw(page),
        "spans": lambda: spans.draw(page),
    }
)
