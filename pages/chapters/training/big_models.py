"""The big picture models of the other chapters, as they learned: what was kept of their trainings, as a film."""

from __future__ import annotations

from functools import cache

import numpy as np
import streamlit as st

from models.engine.translation import N_
from models.evaluate.measured import over_training
from pages.basics.language import _
from pages.basics.words import show
from pages.figures import latents
from pages.figures.components.picture_film import PictureLane, picture_film

SIZE = 128  # pixels, of each of the eight pictures in a row of a sheet
MODELS = {"diffusion": N_("The diffusion model of Text to image"), "gan": N_("The generator of GAN")}


def draw() -> None:
    st.subheader(_("The picture models of the other chapters"))
    note = _(
        "Prepared: the diffusion model learned for four and a half minutes on a large graphics processor, for which "
        "two ordinary ones would need more than a day; the generator for more than an hour on two ordinary ones. "
        "Both drew on the way, each of the four pictures from the same noise every time."
    )
    st.markdown(note)
    for place, (family, title) in zip(st.columns(2, gap="large"), MODELS.items(), strict=True):
        with place:
            _film(family, _(title))


def _film(family: str, title: str) -> None:
    kept = over_training(family)
    frames = _frames(family)
    values = [
        _("update {n} · {seen} pictures seen").format(n=show(updates, ","), seen=show(updates * kept.batch, ","))
        for updates in kept.updates
    ]
    lane = PictureLane(title=title, frames=frames, captions=[_("four pictures")] * len(frames))
    picture_film(
        [lane], values, key=f"over_training_{family}", label=title, at=-1, per_second=1, frame_name=N_("Checkpoint")
    )


@cache
def _frames(family: str) -> list[bytes]:
    """The first four pictures of each moment, two above two."""
    frames = []
    for row in over_training(family).rows:
        pictures = np.split(row, row.shape[1] // SIZE, axis=1)
        frames.append(latents.png(np.concatenate([np.hstack(pictures[:2]), np.hstack(pictures[2:4])])))
    return frames
