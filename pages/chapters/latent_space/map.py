"""The map of the model with 2 numbers: a grid of decoded faces to move in, and where the sample's pictures lie."""

from __future__ import annotations

from typing import Any

import streamlit as st

from models.avatars.attributes import ATTRIBUTES, NAMES, OPTIONS, labels
from models.avatars.dataset import sample
from models.vae.kinds import Encode, EncodeStep, LatentMap, MapStep
from pages.basics import memo
from pages.basics.language import _
from pages.figures.attributes import in_words
from pages.figures.components.latent_map import Kind, Mark, latent_map
from pages.frame import controls, export, running
from pages.frame.frame import Frame

REAL = ("skin", "hair_color", "hat_color", "cloth_color", "background")  # their values are colours
# Okabe and Ito's colours that tell apart for all eyes; more values than these are drawn as squares.
DISTINCT = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#FFFFFF")


def widgets() -> dict[str, Any]:
    return {"colour": controls.draw("colour"), "faces": controls.draw("faces")}


def kinds(attribute: str) -> list[Kind]:
    if attribute in REAL:
        return [Kind(name=name, colour=f"#{code}") for name, code in OPTIONS[attribute].items()]
    n = len(DISTINCT)
    return [Kind(name=v, colour=DISTINCT[i % n], square=i >= n) for i, v in enumerate(NAMES[attribute])]


def draw(page: Frame, picture: str, second: str, colour: str, faces: bool) -> None:
    trace = running.aside(LatentMap())
    if trace is None:
        return
    step = trace.last
    assert isinstance(step, MapStep)
    marks = []
    for name, face in ((_("1st face"), picture), (_("2nd face"), second)):
        encoded = running.aside(page.for_figure(name, Encode, picture=face, model="map"))
        if encoded is not None and isinstance(encoded.last, EncodeStep):
            marks.append(Mark(name=name, x=float(encoded.last.mu[0]), y=float(encoded.last.mu[1])))
    values = labels(sample()[1])[:, ATTRIBUTES.index(colour)]
    latent_map(
        step.sheet.tobytes(),
        memo.of(trace, "reads", lambda: [in_words(v) for row in step.read_values for v in row]),
        step.grid,
        step.mu,
        values.tolist(),
        kinds(colour),
        marks,
        key="latent-map",
        faces=faces,
        label=_("Map of faces with 2 numbers"),
    )
    n = step.grid.shape[1]
    st.markdown(
        _(
            "Move the pointer over the map. Each place is two numbers, and the decoder turns them into a face. "
            "Points are pictures of the sample, where the encoder puts them. The crosses are your two faces."
        )
    )
    note = _("{n} × {n} pictures from the decoder, sent as one WebP file; the nearest is shown, nothing is blended.")
    st.markdown(f":small[{note.format(n=n)}]  \n:small[{export.cost(trace)}]")
