"""Fine-tuning: the text model learns a few examples; then a planted lie, ranks, preferences, a chat, the file."""

from models.fine_tuning.kinds import FineTune
from pages.chapters.fine_tuning import adapter, answers, capitals, chat, numbers, preferences, price, ranks, tasks
from pages.frame import controls, frame, watching

page = frame.open("fine-tuning", wide=(3, 8))
with page.first:
    teach = controls.draw("teach")
with page.controls:
    fields = tasks.draw(teach)
    view = controls.draw("updates", "rate", "rank")
    choice = controls.draw("layers", "seed")

request = page.ask(
    FineTune, choice, **fields, steps=int(view["updates"]), learning_rate=float(view["rate"]), rank=int(view["rank"])
)
with page.first:
    answers.offer_live(request)
with page.stage:
    trace = answers.run(page, request)
    answers.draw(page, trace)
    page.say_stopped(trace)
    price.draw(page, trace)
    page.line(trace, lambda: answers.table(trace))

values = numbers.of(trace)
if values or isinstance(trace, watching.Stopped):
    page.say_run(trace, **values)
page.predict(numbers.spill_over, **numbers.question())

views = page.views("look", {"preferences": lambda: controls.draw("pairs")})
if values:
    page.words.rest(page.deep, not isinstance(trace, watching.Stopped), **values)
views.fill(
    {
        "capitals": lambda: capitals.draw(page, trace),
        "ranks": lambda: ranks.draw(page),
        "preferences": lambda pairs: preferences.draw(page, pairs),
        "chat": lambda: chat.draw(page, trace),
        "adapter": lambda: adapter.draw(page, trace),
    }
)
