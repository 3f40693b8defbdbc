"""The figures of Tokens are drawn from what they are given, and texts in them are no markup."""

import math

import pytest

from models.text import tokenizer
from pages.basics.theme import DARK, LIGHT
from pages.chapters.tokens import charts

HOSTILE = "<b>x</b>&"


def test_every_token_has_a_dot_at_its_id_and_the_chosen_one_is_named():
    ids = tokenizer.encode("The cat 🍓")
    figure = charts.vocabulary(ids, [tokenizer.visible(i) for i in ids], chosen=1)
    dots, chosen = figure.data
    assert list(dots.customdata) == ids
    assert list(dots.x) == [i + 1 for i in ids]
    assert list(chosen.x) == [ids[1] + 1] and list(chosen.text) == ["␣cat"]


def test_the_bands_of_the_vocabulary_are_the_tokenizers_own_kinds():
    (_, structure_end, _), (_, bytes_end, _), (_, end, _) = charts.KINDS
    special = [i for i in range(tokenizer.vocab_size) if tokenizer.is_special(i)]
    assert special[-1] + 1 < structure_end < special[-1] + 2
    assert tokenizer.FIRST_MERGED_ID < bytes_end < tokenizer.FIRST_MERGED_ID + 1
    assert end == tokenizer.vocab_size


def test_a_text_without_tokens_has_an_empty_figure():
    assert len(charts.vocabulary([], [], None).data) == 1


def test_a_piece_that_looks_like_markup_is_shown_as_it_is():
    figure = charts.vocabulary([5, 6], [HOSTILE, "a"], chosen=0)
    assert "<" not in figure.data[0].text[0] + figure.data[1].text[0]
    assert "&lt;b&gt;x" in figure.data[0].text[0]
    assert "<i>" not in charts.languages(["<i>a"], [1.0], "tokens", 0).data[0].y[0]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_bars_have_the_length_the_order_and_the_number_given(palette):
    figure = charts.languages(["a", "b"], [1.0, 6.28], "times English", 1, [1.0, 2.9], palette)
    bars, marks = figure.data
    assert list(bars.x) == [1.0, 6.28] and list(bars.text) == ["1.0", "6.3"]
    assert list(bars.y) == list(marks.y) == ["a", "<b>b</b>"]
    assert list(marks.x) == [1.0, 2.9]
    assert figure.layout.xaxis.title.text == "times English"
    assert figure.layout.yaxis.autorange == "reversed"


def test_without_marks_there_is_no_legend():
    figure = charts.languages(["a"], [0.19], "tokens per byte", 0)
    assert len(figure.data) == 1 and not figure.layout.showlegend
    assert list(figure.data[0].text) == ["0.19"]


def test_both_texts_have_their_line_and_the_merge_looked_at_is_marked():
    figure = charts.growth([1.0, 0.8, 0.6], [1.0, 0.9, 0.9], 2, ("own", "other"))
    assert [list(trace.y) for trace in figure.data] == [[1.0, 0.8, 0.6], [0.6], [1.0, 0.9, 0.9], [0.9]]
    assert [trace.name for trace in figure.data if trace.mode == "lines"] == ["own", "other"]
    assert list(figure.data[1].x) == [2]
    assert {trace.line.dash for trace in figure.data if trace.mode == "lines"} == {"solid", "dash"}


def test_a_text_without_characters_has_no_mark():
    figure = charts.growth([math.nan], [1.0], 0, ("own", "other"))
    assert [trace.mode for trace in figure.data] == ["lines", "lines", "markers+text"]


@pytest.mark.parametrize(("merges", "end"), [(0, 1), (1, 1), (93, 93)])
def test_merges_are_counted_from_zero_on(merges, end):
    line = [1.0] * (merges + 1)
    assert list(charts.growth(line, line, 0, ("own", "other")).layout.xaxis.range) == [0, end]
