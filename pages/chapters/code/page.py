"""Code: a function in several tries, run in the visitor's browser; how often one is right; a grammar; a line break."""

from models.code.kinds import WriteCode
from pages.chapters.code import again, grammar, line_break, numbers, picked, tasks, tries
from pages.frame import controls, frame

page = frame.open("code", wide=(3, 9))
with page.first:
    choice = controls.draw("function", "does")
    picked.draw()
with page.controls:
    checks = tries.read(controls.draw("checks"))
    choice |= controls.draw("tries", "temperature", "grammar")
    choice |= controls.draw("cut", "seed")

with page.stage:
    trace = page.run(page.ask(WriteCode, choice))
    tries.draw(trace, checks)
    page.line(trace, lambda: tries.table(trace), view={"checks": checks})

values = numbers.of(trace)
page.words.say("run", **values)
page.predict(numbers.answer, **numbers.question())

views = page.views("look")
page.words.rest(page.deep, **values)
views.fill(
    {
        "often": lambda: again.draw(page),
        "tasks": lambda: tasks.draw(page),
        "grammar": lambda: grammar.draw(page),
        "line": lambda: line_break.draw(page),
    }
)
