"""Inside: one token's way through the Transformer. Each box opens to this run's numbers; each part can be broken."""

from models.inside.kinds import Broken, Inside
from models.text import tokenizer
from models.text.architecture import architecture
from pages.chapters.inside import boxes, breaking, way, weights
from pages.frame import controls, frame

page = frame.open("inside", layers=architecture().layers)
with page.first:
    sentence = controls.draw("sentence")
with page.controls:
    token = controls.draw("token") if page.deep else controls.value("token")

with page.stage:
    trace = way.run(page, page.ask(Inside, {"sentence": sentence, "token": token}))
    request, step = way.asked(trace), way.of(trace)
    way.draw(page, trace)
    page.line(trace, lambda: way.table(trace))

values = dict(
    prompt=request.prompt,
    piece=boxes.piece(step),
    top=tokenizer.visible(int(step.candidates[0])),
    prob=float(step.probs[0]),
    logit=float(step.logits[0]),
    layers=len(step.gates),
    heads=step.queries.shape[1],
    groups=step.keys.shape[2],
    width=len(step.embedding),
    mlp=step.gates.shape[1],
    dim=step.queries.shape[2],
    vocab=tokenizer.vocab_size,
    million=float(step.parameters.sum()) / 1e6,
    mlp_million=float(step.parameters[2]) / 1e6,
    attention_million=float(step.parameters[1]) / 1e6,
)
page.words.say("run", **values)
page.predict(lambda: breaking.positions_off(request.prompt), **values)
boxes.draw(page, trace)
views = page.views("look", {"break": breaking.widgets})
broken = page.ask(Broken, views["break"], prompt=request.prompt)
page.words.rest(page.deep, **values)
views.fill({"weights": lambda: weights.draw(page, trace), "break": lambda _choice: breaking.draw(page, broken)})
