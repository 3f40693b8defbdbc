"""Text to image: the page says what this run's numbers say, and any words get a picture or a sentence."""

import pytest

from models.diffusion.kinds import TextToImage
from pages.chapters.text_to_image import reading


def sentences(app, words):
    return words(app).replace("\\", "")


def test_the_sentence_counts_what_is_asked_and_what_is_drawn(visit, drawing, words):
    request = TextToImage(prompt="a sad person with sunglasses", num_inference_steps=4)
    kept, asked = reading.score(reading.rows(request.prompt, drawing.run(request).trace().last))
    shown = sentences(visit("text-to-image", prompt=request.prompt, steps="4"), words)
    assert f"Of {asked} things you asked for, the classifier finds **{kept}**" in shown


def test_words_outside_its_world_are_named(visit, drawing, words):
    app = visit("text-to-image", prompt="a cat in a spaceship", steps="2")
    assert any("cat" in i.value and "spaceship" in i.value for i in app.info)


def test_a_prompt_that_asks_for_nothing_is_neither_counted_nor_asked_about(visit, drawing, words):
    app = visit("text-to-image", prompt="a cat in a spaceship", steps="2")
    shown = sentences(app, words)
    assert "Of 0" not in shown and "names 0" not in shown
    assert not [b for b in app.button_group if b.key == "_guess_text-to-image"]


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a person 😀", "can't read"),
        ("一个人", "can't read"),
        ("a hat " * 1700, "characters"),
        ("red " * 60, "tokens"),
        ("<script>alert(1)</script>", "can't read"),
        ("**b** $x$", "can't read"),
    ],
)
def test_a_prompt_it_cannot_read_is_said_in_a_sentence_and_kept(visit, drawing, words, prompt, said):
    app = visit("text-to-image", prompt=prompt, steps="2")
    assert not app.exception
    assert any(said in w.value for w in app.warning)
    assert app.text_area(key="prompt").value == prompt.strip() or app.text_area(key="prompt").value == prompt


def test_an_empty_prompt_asks_for_any_person(visit, drawing, words):
    app = visit("text-to-image", prompt="", steps="2")
    assert not app.exception and not app.warning


def test_a_scheduler_without_any_signal_at_its_first_step_runs_too(visit, drawing):
    assert not visit("text-to-image", prompt="a sad person", steps="2", scheduler="ddim").exception


def test_the_parts_show_their_numbers(visit, drawing, words):
    for part in ("tokens", "embedding", "maps", "scheduler", "decoder"):
        app = visit("text-to-image", prompt="a hat", steps="2", part=part)
        assert not app.exception, part
    assert "49,152 numbers" in sentences(app, words)


def test_the_prediction_is_answered_by_a_run_at_guidance_0(visit, drawing, words):
    request = TextToImage(prompt="a sad person with sunglasses", num_inference_steps=4, guidance_scale=0)
    free = reading.score(reading.rows(request.prompt, drawing.run(request).trace().last))[0]
    app = visit("text-to-image", prompt=request.prompt, steps="4")
    app.button_group(key="_guess_text-to-image").set_value("not_sure").run()
    assert f"At guidance 0 the picture shows {free} of 2" in sentences(app, words)
