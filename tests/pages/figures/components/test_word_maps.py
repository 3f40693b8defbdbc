"""What the maps refuse: numbers that do not belong together."""

import numpy as np
import pytest

from pages.figures.components.word_maps import word_maps


@pytest.mark.parametrize(("words", "pictures"), [(["a"], 2), (["a", "b"], 1)])
def test_maps_that_fit_neither_the_words_nor_the_pictures_are_refused(words, pictures):
    with pytest.raises(ValueError, match="do not fit"):
        word_maps(words, np.zeros((2, 16, 16, 2), np.float16), [b""] * pictures, word=0, at=0, key="k", label="l")
