"""The few-step student on the page: its own pictures, beside its teacher's with as few steps."""

import numpy as np
import pytest

from models.diffusion.kinds import FewSteps, TextToImage
from models.prepared import prepared
from pages.chapters.text_to_image import reading
from pages.chapters.text_to_image.student import COMPARED
from tests.arrays import assert_allclose


def asked(**fields):
    return {"prompt": "a hat", "steps": "2", **fields}


def test_it_says_what_of_the_words_the_student_drew(visit, drawing, words):
    request = FewSteps(prompt="a sad person with sunglasses and a beard", num_inference_steps=2)
    rows = reading.rows(request.prompt, drawing.run(request).trace().last)
    kept, named = reading.score(rows)
    said = words(visit("text-to-image", **asked(quick=request.prompt, few="2"))).replace("\\", "")
    assert named == 3 and f"Of 3 things you asked for, the classifier finds **{kept}** in the picture." in said
    assert "Avatars few-step student" in said


@pytest.mark.parametrize("quick", ["a cat", "", "<b>x</b>", "😀", "red " * 60])
def test_any_text_while_it_is_typed_gets_a_picture_or_a_sentence(visit, drawing, words, quick):
    app = visit("text-to-image", **asked(quick=quick))
    assert not app.exception
    if quick == "a cat":
        assert any("**cat**" in info.value for info in app.info)
    elif quick:
        assert any("can't read" in w.value or "tokens" in w.value for w in app.warning)


def test_both_networks_are_compared_where_they_are_known_and_else_on_a_click(visit, drawing, words):
    app = visit("text-to-image")
    assert "trained to jump" in words(app) and words(app).count("drawn") >= 2 * len(COMPARED)
    app = visit("text-to-image", prompt="a person with a blue hat", steps="3", seed="5")
    assert "trained to jump" not in words(app)
    app.button(key="_few_compare").click().run()
    assert not app.exception and "trained to jump" in words(app)


def test_what_is_shipped_is_what_the_networks_draw(drawing):
    teacher = [TextToImage(num_inference_steps=n, film=False) for n in COMPARED]
    for request in [
        FewSteps(),
        *teacher,
        *(FewSteps(prompt=TextToImage().prompt, num_inference_steps=n) for n in COMPARED),
    ]:
        live, shipped = drawing.run(request).trace().last, prepared(request).last
        assert_allclose(shipped.latents, live.latents, atol=0.02)


def test_one_step_of_the_teacher_is_blurred_and_one_of_the_student_is_not(drawing):
    """The claim of the page, measured: how steep the picture's edges are against those of 20 steps."""

    def steepness(request):
        picture = drawing.run(request).trace().last.picture.astype(float)
        return np.sqrt((np.diff(picture, axis=0) ** 2).mean() + (np.diff(picture, axis=1) ** 2).mean())

    whole = steepness(TextToImage(film=False))
    assert steepness(TextToImage(num_inference_steps=1, film=False)) < 0.7 * whole
    assert steepness(FewSteps(prompt=TextToImage().prompt, num_inference_steps=1)) > 0.85 * whole
