"""What the classifier reads of a face is said in the captions' words, and of every attribute there is a name."""

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES
from pages.figures.attributes import LABELS, in_words


def values(**named):
    """Of these attributes their values, of every other one the first."""
    return np.array([NAMES[a].index(named[a]) if a in named else 0 for a in ATTRIBUTES])


def test_what_is_absent_or_hidden_is_left_out():
    assert in_words(values(top="bun", glasses="sunglasses", mouth="sad")) == "bun, sunglasses, sad, blazer, white"
    assert "red" in in_words(values(top="bun", hair_color="red"), ATTRIBUTES)
    assert "red" not in in_words(values(top="hat", hair_color="red"), ATTRIBUTES)


def test_every_attribute_has_a_name():
    assert set(LABELS) == set(ATTRIBUTES)
