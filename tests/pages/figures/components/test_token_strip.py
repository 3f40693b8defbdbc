"""What the token strip sends to the browser, and what it refuses."""

import json
import math

import pytest
from streamlit.testing.v1 import AppTest

from pages.figures.components.token_strip import Legend, TokenCell, token_strip


def sent(at: AppTest) -> dict:
    return json.loads(at.get("bidi_component")[0].proto.json)


def strip_app():
    from pages.figures.components.token_strip import Legend, TokenCell, token_strip

    tokens = [
        TokenCell(text="␣cat", sub="id 2644", title="bytes 20 63 61 74", strength=0.25),
        TokenCell(text="<script>", strength=7.0, outlined=True, special=True),
    ]
    legend = Legend(title="surprise", low="0 bits", high="12 bits")
    token_strip(tokens, key="strip", label="Tokens", selected=1, legend=legend)


def test_every_field_of_a_cell_reaches_the_browser():
    data = sent(AppTest.from_function(strip_app).run())
    assert data["tokens"][0] == {
        "text": "␣cat",
        "sub": "id 2644",
        "title": "bytes 20 63 61 74",
        "strength": 0.25,
        "outlined": False,
        "special": False,
    }
    assert data["selected"] == 1
    assert data["legend"] == {"title": "surprise", "low": "0 bits", "high": "12 bits", "signed": False}


def test_a_strength_beyond_the_scale_is_drawn_at_its_end():
    assert sent(AppTest.from_function(strip_app).run())["tokens"][1]["strength"] == 1.0


def test_a_shade_without_a_legend_is_refused():
    with pytest.raises(ValueError, match="legend"):
        token_strip([TokenCell(text="a", strength=0.5)], key="k", label="l")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_strength_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        token_strip(
            [TokenCell(text="a", strength=value)], key="k", label="l", legend=Legend(title="t", low="0", high="1")
        )
