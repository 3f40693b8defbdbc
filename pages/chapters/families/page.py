"""Three families: VAE, GAN and diffusion from one seed, with the same measures, beside real pictures."""

import streamlit as st

from models.classifier.kinds import RealSamples
from models.diffusion.kinds import DiffusionSamples
from models.gan.kinds import GanSamples
from models.vae.kinds import VaeSamples
from pages.basics.language import _
from pages.chapters.families import measures, quality, speed, variety, wrong
from pages.chapters.families import rows as families_rows
from pages.frame import controls, frame

page = frame.open("families", wide=(3, 9))
with page.first:
    same = controls.draw("seed", "count")
with page.controls:
    with st.expander(_("One knob per family"), expanded=True):
        knobs = controls.draw("steps", "psi", "heat")

with page.stage:
    traces = families_rows.run(
        page,
        {
            "real": page.ask(RealSamples, same),
            "beta": page.ask(VaeSamples, same, temperature=knobs["heat"]),
            "gan": page.ask(GanSamples, same, truncation_psi=knobs["psi"]),
            "diffusion": page.ask(DiffusionSamples, same, num_inference_steps=knobs["steps"]),
        },
    )
    page.line(traces["diffusion"], lambda: families_rows.table(traces))

rows = {name: measures.measure(trace) for name, trace in traces.items()}
values = measures.values(rows) | {"steps": traces["diffusion"].request.num_inference_steps}
page.words.say("run", **values)
page.predict(measures.answer(rows), **values)

page.views("look").fill(
    {
        "quality": lambda: quality.draw(page, traces["diffusion"]),
        "variety": lambda: variety.draw(page, rows),
        "time": lambda: speed.draw(page, rows),
        "wrong": lambda: wrong.draw(traces, rows),
    }
)
page.words.rest(page.deep, **values)
