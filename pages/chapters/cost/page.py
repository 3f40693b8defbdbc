"""Cost: what a written text took, and where that stands; then the cache, coarser numbers, 2N and 6ND, a class."""

from models.cost.kinds import Meter
from pages.chapters.cost import caching, coarser, measuring, one_run, scaling, school
from pages.frame import controls, frame
from pages.frame.watching import Stopped

page = frame.open("cost", wide=(3, 8))
with page.first:
    prompt = controls.draw("prompt")
with page.controls:
    choice = controls.draw("written", "seed")
    scale = str(controls.draw("scale"))

with page.stage:
    request = page.ask(Meter, choice, prompt=prompt)
    trace = measuring.run(page, request)
    measuring.draw(page, trace, scale)
    page.line(trace, lambda: measuring.table(trace, scale), {"scale": scale})

values = measuring.values(trace)
page.say_run(trace, **values)
page.predict(str(values["option"]), **values)

views = page.views(
    "look",
    {
        "run": lambda: controls.draw("run"),
        "scaling": lambda: controls.beside("parameters", "tokens"),
        "school": lambda: controls.beside("pupils", "runs", "same"),
    },
)
page.words.rest(page.deep, whole=not isinstance(trace, Stopped), **values)
views.fill(
    {
        "run": lambda chosen: one_run.draw(page, trace, str(chosen)),
        "cache": lambda: caching.draw(page, trace.request),
        "arithmetic": lambda: coarser.draw(page),
        "scaling": lambda choice: scaling.draw(page, choice),
        "school": lambda choice: school.draw(page, measuring.of(trace), choice),
    }
)
