"""Skew, captions and tokens: what is counted equals an independent count, and sentences follow the runs."""

import numpy as np
import pytest
from scipy.stats import binomtest

from models.data_cleaning.kinds import CleanText
from models.prepared import prepared
from models.skewed_flow.counted import Drawn
from models.skewed_flow.kinds import BALANCED, BY_SHARE, UNNAMED, CaptionStep
from models.text import tokenizer
from pages.basics.words import show
from pages.chapters.data import charts, filters, skewed, tokens
from tests.arrays import assert_allclose
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "")


def hats(request, prompt="person"):
    return next(s for s in prepared(request).steps if isinstance(s, CaptionStep) and s.prompt == prompt).hats


def drawn(k, n=300):
    return Drawn(n=n, hats=k, sure=n, blue=n, nearest=1.0, shown=np.zeros((12, 16, 16, 3), np.uint8))


@pytest.mark.parametrize("request_", BY_SHARE, ids=lambda request: str(request.hats))
def test_what_comes_out_is_told_as_the_interval_shows(request_):
    k, n = int(hats(request_).sum()), len(hats(request_))
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    told = plain(skewed.outcome(request_.hats, skewed.shipped(request_)["person"]))
    verdict = "**more**" if low > request_.hats / 100 else "**less**" if high < request_.hats / 100 else "comes out:"
    assert f"{k} of {n}" in told and f"{show(low, '.0%')} to {show(high, '.0%')}" in told and verdict in told


def test_a_word_has_an_effect_only_where_the_pictures_show_one():
    named, unnamed = skewed.shipped(BALANCED), skewed.shipped(UNNAMED)
    told = plain(skewed.captions(named, unnamed))
    assert f"{hats(BALANCED, 'hat').sum()} of 100" in told and f"{hats(UNNAMED, 'hat').sum()} of 100" in told
    assert "nobody told it the word" in told
    same = dict.fromkeys(("person", "hat", "no_hat", "blue"), drawn(50, 100))
    assert "shows no effect" in skewed.captions(same, same)


def test_the_charts_draw_what_they_are_given():
    figure = charts.in_and_out([(0.1, (30, 100)), (0.5, (40, 80))], (0.9, (1, 4)))
    assert_allclose(figure.data[1].y, [0.3, 0.5])
    assert_allclose([figure.data[2].x[0], figure.data[2].y[0]], [0.9, 0.25])
    low, high = binomtest(30, 100).proportion_ci(method="wilson")
    assert_allclose([figure.data[1].error_y.arrayminus[0], figure.data[1].error_y.array[0]], [0.3 - low, high - 0.3])
    assert_allclose(charts.by_prompt(["a", "b"], [("x", [(1, 4), (2, 4)]), ("y", [(0, 4), (4, 4)])]).data[1].x, [0, 1])
    assert_allclose(charts.filled(0.25, 0.0).data[1].x, [0.25, 0])


def test_windows_are_counted_as_if_they_were_filled():
    trace, window = prepared(CleanText()), 128
    texts = [t for t, stays in zip(filters.texts(trace), filters.left(trace).tolist(), strict=True) if stays]
    alone, line = [], []
    for text in texts:
        ids = [*tokenizer.encode(text), 0]
        alone += [ids[i : i + window] for i in range(0, len(ids), window)]
        line += ids
    packed = [line[i : i + window] for i in range(0, len(line), window)]
    stays = filters.left(trace)
    given = tokens.windows(filters.heap(trace).tokens[stays], window)
    assert (given.tokens, given.alone, given.packed) == (len(line), len(alone), len(packed))
    empty = np.mean([1 - len(w) / window for w in alone])
    assert given.padding(window, False) == pytest.approx(empty)
    told = plain(tokens.sentence(filters.heap(trace).tokens, stays, given, window))
    assert f"{len(alone)} windows" in told and "cost as much" in told
    one = tokens.windows(np.array([127]), window)
    assert "saves nothing" in tokens.sentence(np.array([127]), np.array([True]), one, window)


@pytest.mark.parametrize(("look", "said"), [("skewed", "nobody told it the word"), ("tokens", "at a time")])
def test_each_view_is_drawn_from_what_is_shipped(look, said, words):
    app = open_at("data", {"look": look})
    assert not app.exception and not app.warning
    assert said in plain(words(app))


def test_other_settings_are_trained_when_a_visitor_wants_it():
    app = open_at("data", {"look": "skewed", "hats": "20"})
    assert not app.exception and any(button.label == "Let it learn with these settings" for button in app.button)
