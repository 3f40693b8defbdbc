"""Any picture file becomes a face that a request can hold, or is refused in a sentence."""

import io

import numpy as np
import pytest
from PIL import Image

from models.engine.errors import InvalidRequest
from models.vae.kinds import Encode
from pages.chapters.latent_space import faces
from tests.arrays import assert_allclose


def file(image, kind="PNG", **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("P", "GIF"),
        ("RGB", "WEBP"),
        ("1", "BMP"),
        ("I;16", "PNG"),
    ],
)
def test_any_picture_file_becomes_128_pixels_in_rgb(mode, kind):
    pixels = faces.read_file(file(Image.new(mode, (300, 200)), kind))
    assert pixels.shape == (128, 128, 3) and pixels.dtype == np.uint8
    assert Encode(picture=faces.as_text(pixels))


def test_the_middle_square_is_taken_and_what_is_clear_becomes_white():
    picture = np.zeros((100, 300, 4), np.uint8)
    picture[:, 100:200] = (200, 10, 10, 255)
    picture[:, :100] = (0, 0, 0, 0)
    pixels = faces.read_file(file(Image.fromarray(picture)))
    assert_allclose(pixels[64, [10, 64, 118]], [[200, 10, 10]] * 3, atol=2)
    assert (faces.read_file(file(Image.new("RGBA", (50, 50), (9, 9, 9, 0)))) == 255).all()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a complete picture"),
        (b"GIF89a nothing", "not a complete picture"),
        (file(Image.new("RGB", (64, 64), "red"))[:-30], "not a complete picture"),
        (b"x" * (faces.MOST_BYTES + 1), "at most 10 MB"),
        (file(Image.new("1", (8000, 6000))), "at most 40 million"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a complete picture"),
    ],
    ids=["empty", "broken", "cut", "heavy", "large", "postscript"],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(InvalidRequest, match=sentence):
        faces.read_file(data)
