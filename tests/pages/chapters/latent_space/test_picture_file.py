"""Any picture file becomes a face that a request can hold, or is refused in a sentence."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from models.engine.errors import InvalidRequest
from models.vae.kinds import Encode
from pages.chapters.latent_space import faces, picture_file
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
    pixels = picture_file.read_file(file(Image.new(mode, (300, 200)), kind))
    assert pixels.shape == (128, 128, 3) and pixels.dtype == np.uint8
    assert Encode(picture=faces.as_text(pixels))


def test_the_middle_square_is_taken_and_what_is_clear_becomes_white():
    picture = np.zeros((100, 300, 4), np.uint8)
    picture[:, 100:200] = (200, 10, 10, 255)
    picture[:, :100] = (0, 0, 0, 0)
    pixels = picture_file.read_file(file(Image.fromarray(picture)))
    assert_allclose(pixels[64, [10, 64, 118]], [[200, 10, 10]] * 3, atol=2)
    assert (picture_file.read_file(file(Image.new("RGBA", (50, 50), (9, 9, 9, 0)))) == 255).all()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a complete picture"),
        (b"GIF89a nothing", "not a complete picture"),
        (file(Image.new("RGB", (64, 64), "red"))[:-30], "not a complete picture"),
        (b"x" * (picture_file.MOST_BYTES + 1), "at most 10 MB"),
        (file(Image.new("1", (8000, 6000))), "at most 40 million"),
        (file(Image.new("1", (16_000, 12_000))), "more than 40 million"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 30, "not a complete picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a complete picture"),
    ],
    ids=["empty", "broken", "cut", "heavy", "large", "beyond Pillow's own limit", "cut photo", "postscript"],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(InvalidRequest, match=sentence):
        picture_file.read_file(data)


GREY = np.random.default_rng(1).integers(0, 256, (160, 200)).astype(np.uint8)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (GREY.astype(np.uint16) * 257, "PNG"),
        (GREY.astype(np.uint16) * 257, "TIFF"),
        ((GREY.astype(np.uint16) * 257).astype(">u2"), "TIFF"),
        (GREY.astype(np.int32) * 257, "TIFF"),
        (GREY.astype(np.int32), "TIFF"),
        (GREY.astype(np.float32) / 255, "TIFF"),
        (GREY.astype(np.float32), "TIFF"),
    ],
    ids=["16 bits", "16 bits, TIFF", "16 bits, the high byte first", "whole numbers", "0 to 255", "0 to 1", "floats"],
)
def test_grey_of_more_than_8_bits_is_the_same_picture_as_in_8(values, kind):
    expected = picture_file.read_file(file(Image.fromarray(GREY)))
    assert expected.std() > 20
    assert_allclose(picture_file.read_file(file(Image.fromarray(values), kind)), expected, atol=1)


def test_a_photo_of_a_telephone_is_read_and_its_reader_only_imported_for_it(modules_after):
    data = (Path(__file__).parent / "red_and_blue.heic").read_bytes()
    assert_allclose(picture_file.read_file(data)[64, [20, 108]], [[200, 30, 30], [30, 30, 200]], atol=3)
    loaded = modules_after("import pages.chapters.latent_space.picture_file")
    assert not {"pi_heif", "torch"} & loaded


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_large_photo_is_the_same_as_decoded_whole_and_turned_upright(kind, orientation):
    """Reduced before it is turned, and JPEG already while it is decoded."""
    y, x = np.mgrid[0:1210, 0:1607] / 1200
    photo = Image.fromarray(
        np.rint(np.stack([200 * x / 2, 120 + 100 * np.sin(4 * y), 90 * x * y], -1)).astype(np.uint8)
    )
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = file(photo, kind, exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    whole = np.asarray(ImageOps.fit(upright, (128, 128), Image.Resampling.LANCZOS), float)
    assert_allclose(picture_file.read_file(data), whole, atol=3)
