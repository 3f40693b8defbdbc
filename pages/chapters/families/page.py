"""Three families: β-VAE, GAN and diffusion from one seed, with the same measures, beside real pictures."""

from dataclasses import dataclass

import streamlit as st

from models.classifier.kinds import RealSamples
from models.diffusion.kinds import DiffusionSamples
from models.gan.kinds import GanSamples
from models.vae.kinds import VaeSamples
from pages.basics.language import _
from pages.chapters.families import measures, quality, speed, variety, wrong
from pages.chapters.families import rows as families_rows
from pages.frame import controls, frame


@dataclass(frozen=True)
class Choice:
    seed: int
    count: int
    steps: int
    psi: float
    heat: float


page = frame.open("families", wide=(3, 9))
with page.controls:
    seed, count = controls.draw("seed"), controls.draw("count")
    with st.expander(_("A knob of each family"), expanded=True):
        steps, psi, heat = (controls.draw(name) for name in ("steps", "psi", "heat"))
choice = Choice(seed, count, steps, psi, heat)

with page.stage:
    same = {"seed": choice.seed, "count": choice.count}
    found = families_rows.run(
        page,
        {
            "real": page.ask(RealSamples, **same),
            "beta": page.ask(VaeSamples, temperature=choice.heat, **same),
            "gan": page.ask(GanSamples, truncation_psi=choice.psi, **same),
            "diffusion": page.ask(DiffusionSamples, num_inference_steps=choice.steps, **same),
        },
    )
    page.line(found["diffusion"], lambda: families_rows.table(found))

rows = {name: measures.measure(trace) for name, trace in found.items()}
values = measures.values(rows) | {"steps": found["diffusion"].request.num_inference_steps}
page.words.say("run", **values)
page.words.predict(measures.answer(rows), **values)

views = controls.tabs("look")
draw = {
    "quality": lambda: quality.draw(page, found["diffusion"]),
    "variety": lambda: variety.draw(page, rows),
    "time": lambda: speed.draw(page, rows),
    "wrong": lambda: wrong.draw(found, rows),
}
for view, tab in views.items():
    if tab.open:
        with tab:
            draw[view]()
page.words.rest(page.deep, **values)
