"""Hallucination: one question, ten answers; how sure and how right; what does not exist; a fact in the prompt; why."""

from models.answers.kinds import Ask
from pages.chapters.hallucination import answer, fact, numbers, picked, premise, sure, why
from pages.frame import controls, frame

page = frame.open("hallucination", wide=(3, 7), known=len(picked.known()))
with page.first:
    question = controls.draw("ask")
with page.controls:
    picked.draw()
    seed = controls.draw("seed")

with page.stage:
    trace = page.run(page.ask(Ask, question=question, seed=seed))
    answer.draw(page, trace)
    page.line(trace, lambda: answer.table(trace))

values = numbers.of(trace)
page.words.say("run", **values)
page.predict(numbers.answer, **numbers.question())

views = page.views(
    "look",
    {
        "premise": lambda: controls.draw("hold"),
        "sure": lambda: controls.draw("sure"),
        "fact": fact.choose,
        "why": lambda: controls.beside("people", "sentences", "world"),
    },
)
page.words.rest(page.deep, **values)
views.fill(
    {
        "premise": lambda threshold: premise.draw(page, int(threshold)),
        "sure": lambda threshold: sure.draw(page, int(threshold)),
        "fact": lambda choice: fact.draw(page, trace, choice),
        "why": lambda choice: why.draw(page, choice),
    }
)
