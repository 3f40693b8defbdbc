"""Pictures of the illustrated world in requests: as text, so that requests are hashable.

"sample:12" is a picture of the shipped sample, "png:…" a PNG file in base64, of exactly 128×128 pixels in RGB.
"""

from __future__ import annotations

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Annotated, Any, Self

import numpy as np

from models.engine.errors import InvalidRequest
from models.engine.translation import N_

SIZE = 128
SAMPLE_COUNT = 400


def open_picture(text: str) -> np.ndarray | int:
    """The pixels (128, 128, 3) uint8 of "png:…", or the number of "sample:…". Raises InvalidRequest."""
    kind, _, value = text.partition(":")
    if kind == "sample":
        if not (value.isascii() and value.isdigit() and len(value) < 9 and int(value) < SAMPLE_COUNT):
            raise InvalidRequest(
                N_("There is no sample picture {value}; they go from 0 to {last}."), value=value, last=SAMPLE_COUNT - 1
            )
        return int(value)
    if kind != "png":
        raise InvalidRequest(N_("A picture is given as “sample:” and a number, or as “png:” and the file in base64."))
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(base64.b64decode(value, validate=True)), formats=["PNG"])
    except (binascii.Error, ValueError, UnidentifiedImageError, OSError) as error:
        raise InvalidRequest(N_("This is not a whole PNG picture. Save it as PNG and try again.")) from error
    if image.size != (SIZE, SIZE) or image.mode != "RGB":
        raise InvalidRequest(
            N_("The picture is {width}×{height} in mode {mode}; the model reads {size}×{size} in RGB. Convert it."),
            width=image.size[0],
            height=image.size[1],
            mode=image.mode,
            size=SIZE,
        )
    try:
        return np.asarray(image, np.uint8)
    except (OSError, SyntaxError, ValueError) as error:  # the header is good and the pixels are not
        raise InvalidRequest(N_("This is not a whole PNG picture. Save it as PNG and try again.")) from error


@dataclass(frozen=True)
class PictureLimit:
    """A picture as text: see above. Raises InvalidRequest where it is none."""

    def check(self, name: str, value: Any) -> None:
        open_picture(value)

    def capped(self, name: str) -> Self:
        return self


Picture = Annotated[str, PictureLimit()]
