"""What a film of texts refuses."""

import pytest

from pages.figures.components.text_film import text_film


def test_a_film_of_no_text_is_refused():
    with pytest.raises(ValueError, match="no text"):
        text_film([], mark="m", key="f", label="l", on_show=print)
