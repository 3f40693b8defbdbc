"""One word left out or weighted changes that word alone."""

import pytest

from models.diffusion.kinds import TextToImage
from pages.chapters.text_to_image import words


@pytest.mark.parametrize(
    ("prompt", "word", "left"),
    [
        ("a person with a red hat, blue background", 5, "a person with a hat, blue background"),
        ("a hat, blue background", 2, "a, blue background"),
        ("person", 1, ""),
        ("a  hat", 1, "hat"),
    ],
)
def test_leaving_a_word_out_leaves_the_rest_as_it_stands(prompt, word, left):
    assert words.otherwise(TextToImage(prompt=prompt), word, 0.0) == TextToImage(prompt=left)


def test_a_weighted_word_weights_all_its_tokens_and_no_other():
    request = TextToImage(prompt="a dragon, red hat")
    changed = words.otherwise(request, 2, 1.5)
    places = [place for place, _weight in changed.token_weights]
    assert places == list(range(2, 2 + len(places))) and len(places) > 1
    assert words.otherwise(request, 0, 0.0) is None and words.otherwise(request, 3, 1.0) is None
