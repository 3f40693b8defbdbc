"""Where the first face of Latent space comes from: the sample, a bell curve's numbers, or a file of the visitor."""

from __future__ import annotations

import base64
import io
from functools import cache

import numpy as np
import streamlit as st
from PIL import Image

from models.avatars.dataset import reduce, sample
from models.avatars.pictures import SIZE
from models.vae.kinds import FromNoise
from pages.basics.language import _
from pages.chapters.latent_space.picture_file import ENDINGS, MOST_BYTES, Pixels, read_file
from pages.figures import latents
from pages.figures.components.gallery import gallery
from pages.frame import controls, running, uploads
from pages.frame.frame import Frame

SHOWN, ROW = 96, 12  # faces to choose from by eye, and how many lie in a row of their file


def as_text(pixels: Pixels) -> str:
    """A picture of 128×128, or of 64×64 that comes out of the model unchanged, as requests want it."""
    if len(pixels) == SIZE // 2:
        pixels = pixels.repeat(2, 0).repeat(2, 1)
    return "png:" + base64.b64encode(latents.png(pixels)).decode()


def first(page: Frame) -> str:
    """Draws the controls of the first face and gives it as a request wants it."""
    source = controls.draw("source")
    if source == "noise":
        return _from_noise(page)
    if source == "yours":
        return _uploaded()
    return sample_picture("first")


def sample_picture(name: str) -> str:
    """Draws the control of a picture of the sample, by number or by eye."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"pick-{name}"):
        number = controls.draw(name)
        by_eye = st.popover(_("Browse faces"), icon=":material/grid_view:", on_change="rerun", key=f"_by_eye_{name}")
    if by_eye.open:
        with by_eye:
            gallery(
                faces(),
                sample()[2][:SHOWN],
                columns=ROW,
                key=f"gallery-{name}",
                label=_("Faces to choose from"),
                chosen=number,
                on_pick=lambda face: controls.put(**{name: face}),
            )
    return f"sample:{number}"


@cache
def faces() -> bytes:
    """The first pictures of the sample in rows, as one WebP file."""
    small = reduce(sample()[0][:SHOWN]).reshape(-1, ROW, 64, 64, 3).transpose(0, 2, 1, 3, 4)
    file = io.BytesIO()
    Image.fromarray(small.reshape(-1, ROW * 64, 3)).save(file, "WEBP", quality=80)
    return file.getvalue()


def _from_noise(page: Frame) -> str:
    trace = running.aside(page.for_figure("first", FromNoise, seed=controls.draw("seed"), count=1))
    return f"sample:{controls.value('first')}" if trace is None else as_text(trace.last.picture)


def _uploaded() -> str:
    note = _(
        "A photo or drawing of at most 10 MB and 40 million pixels: PNG, JPEG, WebP, GIF, BMP, TIFF or HEIC. Your "
        "picture is kept for this visit only. A link can't hold it: it shows the sample picture instead."
    )
    picture = uploads.draw(
        _("Your picture"),
        ENDINGS,
        MOST_BYTES,
        lambda data: as_text(read_file(data)),
        key="_latent_upload",
        icon=":material/image_not_supported:",
        help=note,
    )
    return picture or f"sample:{controls.value('first')}"


def pixels_of(picture: str) -> Pixels:
    """The picture of a request that is valid, (128, 128, 3)."""
    kind, _colon, value = picture.partition(":")
    if kind == "sample":
        pixels: Pixels = sample()[0][int(value)]
        return pixels
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(value))), np.uint8)
