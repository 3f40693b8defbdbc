"""Diffusion: a picture out of noise step by step, a picture into noise, what changes the way, the same in the plane."""

from dataclasses import dataclass

from models.diffusion.kinds import Denoise
from pages.chapters.diffusion import changes, compare, film, forward, numbers, plane, quality
from pages.frame import controls, frame


@dataclass(frozen=True)
class Choice:
    steps: int
    scheduler: str
    eta: float
    seed: int


page = frame.open("diffusion", wide=(3, 8))
with page.controls:
    steps, seed = controls.draw("steps"), controls.draw("seed")
    scheduler = controls.draw("scheduler")
    # Of the four, only DDIM leaves open how much fresh noise a step adds.
    eta = controls.draw("eta") if scheduler == "ddim" else 0.0
choice = Choice(steps, scheduler, eta, seed)

with page.stage:
    request = page.ask(
        Denoise, num_inference_steps=choice.steps, scheduler=choice.scheduler, eta=choice.eta, seed=choice.seed
    )
    trace = film.run(page, request)
    film.draw(page, trace)
    page.line(trace, lambda: film.table(trace))

values = numbers.of(trace)
page.words.say("run", **values)
if film.finished(trace):
    page.words.predict(lambda: numbers.first_look(page, trace), **values)

views = controls.tabs("look")
chosen = {}
for view, name in {"noise": "picture", "compare": "vary", "plane": "shape"}.items():
    with views[view]:  # drawn in closed tabs too, so that they keep their values
        chosen[name] = controls.draw(name)
page.words.rest(page.deep, **values)
# The lower figures are filled last: some take seconds, and the lesson can be read meanwhile.
draw = {
    "noise": lambda: forward.draw(page, chosen["picture"], trace.request.seed),
    "compare": lambda: compare.draw(chosen["vary"], trace.request),
    "changes": lambda: changes.draw(page, trace),
    "quality": lambda: quality.draw(page),
    "plane": lambda: plane.draw(page, chosen["shape"], trace.request.seed),
}
for view, tab in views.items():
    if tab.open:
        with tab:
            draw[view]()
