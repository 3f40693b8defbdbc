"""Training: a transformer learns a text from nothing; then one update, one number, optimisers, pictures, the file."""

from models.tiny_transformer.kinds import Train
from pages.chapters.training import curve, drawing, hand_on, numbers, one_number, optimisers, update
from pages.frame import controls, frame, own_text, watching

page = frame.open("training", wide=(3, 8))
with page.first:
    choice = {"beginning": controls.draw("beginning")}
with page.controls:
    source = controls.draw("source")
    text = own_text.draw("training") if source == "own" else ""
    choice["optimizer"] = controls.draw("optimizer")
    view = controls.draw("amount", "rate", "updates")
    choice |= controls.draw("clip", "seed")

with page.stage:
    request = page.ask(
        Train,
        choice,
        corpus=source,
        text=text,
        characters=int(view["amount"]),
        learning_rate=float(view["rate"]),
        steps=int(view["updates"]),
    )
    trace = curve.run(page, request)
    curve.draw(page, trace)
    page.say_stopped(trace)
    curve.simpler_machines(page, trace)
    page.line(trace, lambda: curve.table(trace))

values = numbers.of(trace)
whole = not isinstance(trace, watching.Stopped)
if values or not whole:
    page.say_run(trace, **values)
page.predict(numbers.overfitting, **numbers.question())

views = page.views("look", {"pictures": lambda: controls.draw("faces")})
if values:
    page.words.rest(page.deep, whole, **values)
views.fill(
    {
        "update": lambda: update.draw(page, trace),
        "number": lambda: one_number.draw(page, trace),
        "optimisers": lambda: optimisers.draw(page),
        "pictures": lambda faces: drawing.draw(page, faces),
        "hand_on": lambda: hand_on.draw(page, trace),
    }
)
