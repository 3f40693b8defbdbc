"""A picture file of a visitor as the face that a request holds: its middle square, 128×128 pixels, on white."""

from __future__ import annotations

import io
import threading
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from models.avatars.pictures import SIZE
from models.engine.errors import InvalidRequest
from models.engine.translation import N_

Pixels = NDArray[np.uint8]
MOST_BYTES, MOST_PIXELS = 10 * 2**20, 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF")
ENDINGS = [name.lower() for name in (*FORMATS, "JPG", "HEIC")]
ENOUGH = 3 * SIZE  # pixels a side from which the last step makes 128 as well as from the whole picture
BAND = 16  # rows of the reduced picture that are made at a time
_one_at_a_time = threading.Lock()  # a decoded picture takes up to 160 MB: a class uploads its photos all at once


def read_file(data: bytes) -> Pixels:
    """The middle square of any picture file, (128, 128, 3). Raises InvalidRequest; nothing large is decoded."""
    if len(data) > MOST_BYTES:
        raise InvalidRequest(
            N_("The file has {n:.0f} MB; at most {limit} MB are read. Make it smaller."),
            n=len(data) / 2**20,
            limit=MOST_BYTES // 2**20,
        )
    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes that are refused here anyway
            image = _open(data)
            _check_size(image)
            return _middle(image)
    except InvalidRequest:
        raise
    except Image.DecompressionBombError as error:  # Pillow refuses by itself what is far too large, without its size
        raise InvalidRequest(
            N_("The picture has more than {limit} million pixels. Make it smaller."), limit=MOST_PIXELS // 1_000_000
        ) from error
    except Exception as error:  # a damaged file may make Pillow's readers raise anything
        raise InvalidRequest(
            N_("This file is not a complete picture. Choose a PNG, JPEG, WebP, GIF, BMP, TIFF or HEIC file.")
        ) from error


def _open(data: bytes) -> Image.Image:
    if data[4:8] == b"ftyp":
        import pi_heif  # only for who has such a photo

        pi_heif.register_heif_opener()
    return Image.open(io.BytesIO(data), formats=FORMATS)


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise InvalidRequest(
            N_("The picture has {width} × {height} pixels; at most {limit} million are read. Make it smaller."),
            width=image.width,
            height=image.height,
            limit=MOST_PIXELS // 1_000_000,
        )


def _middle(image: Image.Image) -> Pixels:
    """The middle square, upright. Band by band, so that beside the decoded picture nothing of its size is made."""
    image.draft(None, (ENOUGH, ENOUGH))  # a JPEG file is decoded at a half, a quarter or an eighth of its size
    factor = max(1, min(image.size) // ENOUGH)
    side = min(image.size) // factor * factor
    left, top = ((length - side) // 2 for length in image.size)
    white = _white_value(image)
    rows = range(top, top + side, BAND * factor)
    boxes = [(left, y, left + side, min(y + BAND * factor, top + side)) for y in rows]
    bands = [np.asarray(_on_white(image.crop(box), white).reduce(factor)) for box in boxes]
    square = Image.fromarray(np.concatenate(bands))
    square.getexif().update(image.getexif())
    upright = ImageOps.exif_transpose(square)
    return np.asarray(upright.resize((SIZE, SIZE), Image.Resampling.LANCZOS), np.uint8)


def _white_value(image: Image.Image) -> float:
    """What white is in a grey picture of more than 8 bits, where Pillow's own conversion would cut all above 255 off;
    0 for any other picture. Whole numbers of 32 bits and floats don't say their range: it is the smallest that holds
    their largest value."""
    if image.mode.startswith("I;16"):
        return 2**16 - 1
    if image.mode not in ("I", "F"):
        return 0
    largest = image.getextrema()[1]
    ranges = (2**8 - 1, 2**16 - 1, 2**32 - 1) if image.mode == "I" else (1, 2**8 - 1, 2**16 - 1)
    return next((white for white in ranges if largest <= white), largest)


def _on_white(band: Image.Image, white: float) -> Image.Image:
    """As RGB; what is clear becomes white."""
    if white:
        scaled = np.nan_to_num(np.asarray(band, np.float64) * (255 / white))
        return Image.fromarray(np.rint(scaled.clip(0, 255)).astype(np.uint8)).convert("RGB")
    rgba = band.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")
