"""What the probability bars send to the browser, and what they refuse."""

import json
import math

import pytest
from streamlit.testing.v1 import AppTest

from pages.figures.components.bars import Bar, probability_bars


def bars_app():
    import numpy as np

    from pages.figures.components.bars import Bar, probability_bars

    rows = [
        Bar(id=np.int64(2644), text="␣cat", prob=np.float32(0.0713), second=np.float32(0.08)),
        Bar(id=5, text="␣moon", prob=0.0496, kept=False),
    ]
    probability_bars(rows, key="bars", label="Next token", second_label="share of draws")


def test_rows_of_numpy_numbers_reach_the_browser_as_plain_numbers():
    rows = json.loads(AppTest.from_function(bars_app).run().get("bidi_component")[0].proto.json)["rows"]
    assert rows[0]["id"] == 2644
    assert rows[0]["prob"] == pytest.approx(0.0713, abs=1e-7)
    assert rows[0]["second"] == pytest.approx(0.08, abs=1e-7)
    assert (rows[1]["kept"], rows[1]["second"]) == (False, None)


def test_a_second_series_without_a_name_is_refused():
    with pytest.raises(ValueError, match="second_label"):
        probability_bars([Bar(id=1, text="a", prob=0.5, second=0.4)], key="k", label="l")


def test_a_probability_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="finite"):
        probability_bars([Bar(id=1, text="a", prob=math.nan)], key="k", label="l")
