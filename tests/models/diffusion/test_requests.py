import base64
import io

import numpy as np
import pytest
from PIL import Image

from models.avatars.dataset import sample
from models.avatars.pictures import SAMPLE_COUNT, open_picture
from models.diffusion.kinds import TextToImage
from models.engine.errors import InvalidRequest
from models.gan.kinds import Gan
from models.vae.kinds import Encode, Interpolate


def png(size=(128, 128), mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, size).save(file, "PNG")
    return "png:" + base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"prompt": "a " * 5000},
        {"prompt": "a person with " + "a hat, " * 30},
        {"prompt": "person 😀"},
        {"prompt": "Żółw"},
        {"negative_prompt": "é"},
        {"guidance_scale": float("nan")},
        {"guidance_scale": 15.1},
        {"num_inference_steps": 0},
        {"num_inference_steps": 10**6},
        {"scheduler": "none"},
        {"seed": -1},
        {"eta": 2.0},
    ],
)
def test_what_the_model_cannot_draw_is_refused_in_a_sentence(fields):
    with pytest.raises(InvalidRequest) as caught:
        TextToImage(**fields)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("prompt", ["", "a dragon in space"])
def test_an_empty_prompt_and_unknown_words_are_allowed(prompt):
    assert TextToImage(prompt=prompt).prompt == prompt


def test_equal_requests_are_equal_keys_whatever_the_float():
    assert TextToImage(guidance_scale=0.1 + 0.2) == TextToImage(guidance_scale=0.3)
    assert hash(TextToImage(guidance_scale=0.1 + 0.2)) == hash(TextToImage(guidance_scale=0.3))


@pytest.mark.parametrize(
    "picture",
    [
        "",
        "sample:-1",
        "sample:400",
        "sample:٣",
        "sample:1e2",
        "png:",
        "png:!!!",
        "png:aGFsbG8=",
        "file:/etc/passwd",
        png((64, 64)),
        png((128, 127)),
        png(mode="RGBA"),
        png(mode="L"),
        png()[:-40],
    ],
)
def test_pictures_that_cannot_be_encoded_are_refused_in_a_sentence(picture):
    for make in (lambda: Encode(picture=picture), lambda: Interpolate(second=picture)):
        with pytest.raises(InvalidRequest):
            make()


def test_a_whole_picture_is_read_pixel_by_pixel():
    file = io.BytesIO()
    Image.fromarray(sample()[0][5]).save(file, "PNG")
    opened = open_picture("png:" + base64.b64encode(file.getvalue()).decode())
    assert np.array_equal(opened, sample()[0][5])
    assert open_picture("sample:5") == 5 and len(sample()[0]) == SAMPLE_COUNT


def test_directions_belong_to_the_face_model():
    Encode(model="face", direction="glasses/sunglasses")
    with pytest.raises(InvalidRequest):
        Encode(model="codec", direction="glasses/sunglasses")


def test_published_defaults_have_not_changed():
    assert TextToImage(prompt="a person") == TextToImage(
        prompt="a person",
        negative_prompt="",
        guidance_scale=4.0,
        num_inference_steps=20,
        scheduler="dpm++",
        eta=0.0,
        seed=0,
        film=True,
        attention_maps=False,
    )
    assert Gan() == Gan(seed=0, truncation_psi=0.7, second_seed=1, frames=1, mix_from_layer=7)


def test_requests_need_no_torch(modules_after):
    assert not {"torch", "diffusers", "transformers"} & modules_after("import models.diffusion.kinds")
