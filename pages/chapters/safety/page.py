"""Safety: one story without and with a watermark; then attacks, filters, faces, orders, a rate limit, and the law."""

from models.safety.kinds import Mark
from pages.chapters.safety import attacks, bucket, faces, filters, law, length, marks, numbers, secrets
from pages.frame import controls, frame

page = frame.open("safety", wide=(3, 9))
with page.first:
    prompt = controls.draw("story")
with page.controls:
    choice = controls.draw("scheme", "strength", "warmth", "key")
    choice |= controls.draw("tokens", "seed")

with page.stage:
    scheme = choice.pop("scheme")
    request = page.ask(Mark, choice, prompt=prompt, scheme=scheme)
    plain, marked = marks.run(page, request)
    marks.draw(page, plain, marked)
    page.line(marked, lambda: marks.table(plain, marked))

values = numbers.of(plain, marked)
page.say_run(marked, **values)
page.predict(numbers.answer, **values)

views = page.views(
    "look",
    {
        "length": lambda: controls.draw("alarms"),
        "attacks": lambda: controls.beside("attack", "share"),
        "filters": lambda: controls.beside("sentence", "threshold"),
        "faces": lambda: controls.beside("twenty", "quality"),
        "orders": lambda: controls.beside("ask", "defence"),
    },
)
page.words.rest(page.deep, **values)
views.fill(
    {
        "length": lambda alarms: length.draw(page, alarms),
        "attacks": lambda view: attacks.draw(page, marked, view["attack"], float(view["share"])),
        "filters": lambda view: filters.draw(page, view["sentence"], float(view["threshold"])),
        "faces": lambda view: faces.draw(page, int(view["twenty"]), int(view["quality"])),
        "orders": lambda view: secrets.draw(page, view),
        "rate": lambda: bucket.draw(page),
        "law": law.draw,
    }
)
