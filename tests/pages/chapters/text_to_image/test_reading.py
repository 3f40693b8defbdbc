"""What the classifier reads, beside what the prompt asks for."""

import pytest

from models.avatars.attributes import ATTRIBUTES
from models.classifier.net import load_classifier, probabilities
from pages.chapters.text_to_image import reading
from pages.chapters.text_to_image.outcome import final


def test_what_is_read_is_the_classifier_s_own_answer_and_asked_is_what_the_prompt_says(drawn):
    probs = probabilities(load_classifier(), final(drawn)[None])
    rows = reading.rows(drawn.request.prompt, drawn.last)
    for row in rows:
        assert row.prob == pytest.approx(float(probs[row.attribute][0].max()), abs=1e-5)
    assert [row.attribute for row in rows] == list(ATTRIBUTES)
    asked = {row.attribute: row.asked for row in rows if row.asked}
    assert asked == {"glasses": ("sunglasses",), "mouth": ("sad",), "background": ("yellow",)}
    assert reading.score(rows)[1] == 3
