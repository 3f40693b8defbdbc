"""History: one beginning, seven machines of seven decades; what they remember, how well they predict, who wrote it."""

from models.history.kinds import Tell
from pages.chapters.history import bits, cards, dreams, game, learns, machines, memory, numbers, states
from pages.frame import controls, frame

page = frame.open("history", wide=(3, 8), machines=len(machines.NAMES))
with page.first:
    start = controls.draw("start")
with page.controls:
    choice = controls.draw("order", "seed")

with page.stage:
    told = page.ask(Tell, choice, prompt=start)
    traces = cards.run(told)
    page.line(traces["transformer"], lambda: cards.table(traces))

values = numbers.of(told, traces)
page.say_run(traces["transformer"], **values)
page.predict(numbers.answer, **numbers.question())

views = page.views("look", {"learns": learns.widgets})
page.words.rest(page.deep, **values)
views.fill(
    {
        "bits": lambda: bits.draw(page, told.order),
        "memory": lambda: memory.draw(page, told.order),
        "learns": lambda choice: learns.draw(page, told, choice),
        "game": lambda: game.draw(told.order),
        "states": lambda: states.draw(page),
        "pictures": lambda: dreams.draw(page),
    }
)
