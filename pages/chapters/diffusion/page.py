"""Diffusion: a picture out of noise step by step, a picture into noise, what changes a run, the same in the plane."""

from models.diffusion.kinds import Denoise
from pages.chapters.diffusion import changes, compare, film, forward, numbers, plane, quality
from pages.frame import controls, frame

page = frame.open("diffusion", wide=(3, 8))
with page.first:
    choice = controls.draw("seed", "steps")
with page.controls:
    choice["scheduler"] = controls.draw("scheduler")
    # Of the four, only DDIM leaves open how much fresh noise a step adds.
    eta = controls.draw("eta") if choice["scheduler"] == "ddim" else 0.0

with page.stage:
    trace = film.run(page, page.ask(Denoise, choice, eta=eta))
    film.draw(page, trace)
    page.line(trace, lambda: film.table(trace))

values = numbers.of(trace)
page.say_run(trace, **values)
if film.finished(trace) and values["n"] > 1:  # a single step's prediction is its final picture
    page.predict(lambda: numbers.first_look(page, trace), **values)

views = page.views(
    "look",
    {
        "noise": lambda: controls.draw("picture"),
        "compare": lambda: controls.draw("vary"),
        "plane": lambda: controls.draw("shape"),
    },
)
page.words.rest(page.deep, film.finished(trace), **values)
views.fill(
    {
        "noise": lambda picture: forward.draw(page, picture, trace.request.seed),
        "compare": lambda vary: compare.draw(vary, trace.request),
        "changes": lambda: changes.draw(page, trace),
        "quality": lambda: quality.draw(page),
        "plane": lambda shape: plane.draw(page, shape, trace.request.seed),
    }
)
