"""Evaluation: break a metric with a fault in good pictures; then cheats, sample sizes, perplexity, pairs, tests."""

from models.classifier.kinds import Fault
from pages.chapters.evaluation import broken, distance, grid, knowledge, numbers, pairs, perplexity
from pages.frame import controls, frame

page = frame.open("evaluation", wide=(3, 8))
with page.first:
    fault = controls.draw("fault")
with page.controls:
    choice = controls.draw("strength", "split")

with page.stage:
    trace = page.run(page.ask(Fault, choice, fault=fault))
    broken.draw(page, trace)
    page.line(trace, lambda: broken.table(trace))

values = numbers.of(trace)
page.words.say("run", **values)
page.predict(numbers.answer)

views = page.views(
    "look",
    {
        "number": lambda: controls.draw("psi"),
        "text": lambda: controls.draw("text", "repeats"),
        "pairs": lambda: controls.beside("duel", "draw"),
        "tests": lambda: controls.beside("task", "digits", "questions", "test"),
    },
)
page.words.rest(page.deep, **values)
views.fill(
    {
        "faults": lambda: grid.draw(page),
        "number": lambda psi: distance.draw(page, psi),
        "text": lambda view: perplexity.draw(page, view["text"], int(view["repeats"])),
        "pairs": lambda view: pairs.draw(page, view["duel"], int(view["draw"])),
        "tests": lambda view: knowledge.draw(page, view),
    }
)
