"""A chart's table holds the numbers that were drawn, each once, under heads that say their unit."""

import numpy as np
import plotly.graph_objects as go
import pytest

from pages.chapters.attention import charts as attention
from pages.chapters.gan import charts as gan
from pages.chapters.gan.divergence import Divergences
from pages.chapters.latent_space import charts as latent_space
from pages.chapters.next_token import charts as next_token
from pages.chapters.text_to_image import charts as text_to_image
from pages.frame.figure_table import numbers

pytestmark = pytest.mark.quick


def test_panels_with_the_same_bars_are_the_columns():
    figure = next_token.temperature_sweep([np.array([0.75, 0.25]), np.array([0.5, 0.5])], [0.2, 2], ["<b>", "&lt;"])
    assert numbers(figure) == {
        "name": ["<b>", "&lt;"],
        "at 0.2: probability (%)": [75, 25],
        "at 2: probability (%)": [50, 50],
    }


def test_a_title_of_two_lines_is_one_head():
    figure = go.Figure(go.Bar(x=["a"], y=[1], name="s")).update_yaxes(title_text="lead (nats),<br>mean")
    assert numbers(figure) == {"name": ["a"], "s: lead (nats), mean": [1]}


def test_marks_on_a_curve_are_no_numbers_of_it():
    table = numbers(next_token.cumulative(np.full(4, 0.25)))
    assert table == {"tokens, likeliest first (log scale)": [1, 2, 3, 4], "total probability (%)": [25, 50, 75, 100]}


def test_a_heat_map_has_its_longer_side_as_rows_and_the_text_of_each_cell():
    pieces = [[f"␣{first}", "<i>", "c", "d"] for first in "abcde"]
    probs = np.tile([0.5, 0.25, 0.125, 0.12345], (5, 1))
    table = numbers(attention.logit_lens(pieces, probs))
    assert table["1."] == ["␣a 50", "␣b 50", "␣c 50", "␣d 50", "␣e 50"]
    assert table["2."] == ["<i> 25"] * 5 and table["4."] == ["d 12.35"] * 5
    assert next(iter(table.values())) == ["embedding", "layer 0", "layer 1", "layer 2", "layer 3"]


def test_a_heat_map_lying_on_its_side_is_turned():
    states = np.array([[0.5, -0.25, 1], [2, 0, -1]])
    table = numbers(text_to_image.embedding(["a", "<b>"], states))
    assert table == {"number in the token's state, of 192": [1, 2, 3], "0 a": [0.5, -0.25, 1], "1 <b>": [2, 0, -1]}


def test_series_keep_their_own_axis_and_unit_and_what_is_not_known_stays_empty():
    divergences = Divergences([0.25, 0.125], 0.01, 0.02)
    table = numbers(gan.game([1, 2], [0.5, 0.25], [float("nan"), 0.75], [12.5, 100], divergences, 1))
    assert table == {
        "turn": [1, 2],
        "critic: loss (nats)": [0.5, 0.25],
        "generator: loss (nats)": [None, 0.75],
        "reached (%)": [12.5, 100],
        "JS (nats)": [0.25, 0.125],
    }


def test_whiskers_have_a_column():
    table = numbers(
        latent_space.numbers((np.array([1.5, 2]), np.zeros(2)), (np.array([3, 4.25]), np.log([4.0, 9.0])), np.arange(2))
    )
    assert list(table.values()) == [[1, 2], [1.5, 2], [1, 1], [3, 4.25], [2, 3]]


def test_no_point_is_dropped_in_silence():
    with pytest.raises(ValueError, match="several values at one place"):
        numbers(go.Figure(go.Scatter(x=[1, 1], y=[2, 3])))
