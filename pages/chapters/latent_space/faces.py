"""Where the first face of Latent space comes from: the sample, a bell curve's numbers, or a file of the visitor."""

from __future__ import annotations

import base64
import io
import warnings
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageOps

from models.avatars.dataset import reduce, sample
from models.avatars.pictures import SIZE
from models.engine.errors import InvalidRequest
from models.engine.translation import N_
from models.vae.kinds import FromNoise
from pages.basics.language import _
from pages.figures import latents
from pages.figures.components.gallery import gallery
from pages.frame import controls, running
from pages.frame.frame import Frame

Pixels = NDArray[np.uint8]
MOST_BYTES, MOST_PIXELS = 10 * 2**20, 40_000_000
SHOWN, ROW = 96, 12  # faces to choose from by eye, and how many lie in a row of their file
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def as_text(pixels: Pixels) -> str:
    """A picture of 128×128, or of 64×64 that comes out of the model unchanged, as requests want it."""
    if len(pixels) == SIZE // 2:
        pixels = pixels.repeat(2, 0).repeat(2, 1)
    return "png:" + base64.b64encode(latents.png(pixels)).decode()


def read_file(data: bytes) -> Pixels:
    """The middle square of any picture file, (128, 128, 3). Raises InvalidRequest; nothing large is decoded."""
    if len(data) > MOST_BYTES:
        raise InvalidRequest(
            N_("The file has {n:.0f} MB; at most {limit} MB are read. Make it smaller."),
            n=len(data) / 2**20,
            limit=MOST_BYTES // 2**20,
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes that are refused here anyway
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise InvalidRequest(
                    N_("The picture has {width} × {height} pixels; at most {limit} million are read. Make it smaller."),
                    width=image.width,
                    height=image.height,
                    limit=MOST_PIXELS // 1_000_000,
                )
            rgba = ImageOps.exif_transpose(image).convert("RGBA")
    except InvalidRequest:
        raise
    except Exception as error:  # a damaged file may make Pillow's readers raise anything
        raise InvalidRequest(
            N_("This file is not a complete picture. Choose a PNG, JPEG, WebP, GIF, BMP or TIFF file.")
        ) from error
    white = Image.new("RGBA", rgba.size, "white")
    flat = Image.alpha_composite(white, rgba).convert("RGB")
    return np.asarray(ImageOps.fit(flat, (SIZE, SIZE), Image.Resampling.LANCZOS), np.uint8)


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
    note = _("Your picture is kept for this visit only. A link can't hold it: it shows the sample picture instead.")
    file = st.file_uploader(
        _("Your picture"),
        type=[name.lower() for name in (*FORMATS, "JPG")],
        max_upload_size=MOST_BYTES // 2**20,
        help=note,
        key="_latent_upload",
    )
    if file is not None:
        try:
            return as_text(read_file(file.getvalue()))
        except InvalidRequest as error:
            st.warning(running.sentence(error), icon=":material/image_not_supported:")
    return f"sample:{controls.value('first')}"


def pixels_of(picture: str) -> Pixels:
    """The picture of a request that is valid, (128, 128, 3)."""
    kind, _colon, value = picture.partition(":")
    if kind == "sample":
        pixels: Pixels = sample()[0][int(value)]
        return pixels
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(value))), np.uint8)
