"""Shapes: a cloud of points out of noise, told a class and a size; a walk, and the nearest real one."""

from models.shapes.kinds import Shape
from pages.chapters.shapes import film, nearest, walk
from pages.frame import controls, frame

page = frame.open("shapes", wide=(3, 7))
with page.first:
    choice = controls.draw("shape", "size")
with page.controls:
    points = int(controls.draw("points"))
    choice |= controls.draw("steps", "seed")

with page.stage:
    trace = page.run(page.ask(Shape, choice, points=points))
    film.draw(page, trace)
    page.line(trace, lambda: film.table(trace))

values = film.numbers(trace)
page.words.say("run", **values)
page.predict(lambda: film.other_order(page, trace), **values)

views = page.views("look", {"walk": lambda: controls.draw("to")})
page.words.rest(page.deep, **values)
views.fill(
    {
        "walk": lambda to: walk.draw(page, film.asked(trace), str(to)),
        "nearest": lambda: nearest.draw(page, film.asked(trace)),
    }
)
