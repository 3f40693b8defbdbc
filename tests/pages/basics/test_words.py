"""Values inside sentences: numbers as people read them, visitors' texts never as markup."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pages.basics import language, theme, words


def rendered(markdown):
    """What CommonMark makes of it, by an independent parser: (text, kinds of inline tokens)."""
    inline = [t for t in MarkdownIt("commonmark").parse("x" + markdown) if t.type == "inline"]
    children = [c for t in inline for c in t.children]
    return "".join(c.content for c in children), {c.type for c in children}


def without_isolates(text):
    return re.sub("[\u2066-\u2069]", "", text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\t\x00"), max_size=60))
def test_an_escaped_text_is_plain_words_for_commonmark(text):
    shown, kinds = rendered(words.escape(text))
    assert kinds <= {"text", "text_special"}
    assert without_isolates(shown).strip() == without_isolates("x" + text).strip()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "**bold** _it_", "$x^2$", ":red[x] :material/home:", "[a](http://b)", "# h", "`c`"],
)
def test_markup_in_a_visitors_text_is_taken_apart(text):
    escaped = words.escape(text)
    # Every character that opens a Streamlit directive, formula, link, tag or code stands behind a backslash.
    assert not re.search(r"(?<!\\)[<>*_$:\[\]`#]", escaped)


def test_line_ends_become_visible_and_long_texts_short():
    assert words.escape("a\r\nb\nc\rd") == "a↵b↵c↵d"
    assert len(words.escape("x" * 10_000)) < 120


@pytest.mark.parametrize(
    ("p", "text"), [(0.0713, "7.1 %"), (0.00042, "0.04 %"), (0.00001, "< 0.01 %"), (0.0, "0.0 %"), (1.0, "100.0 %")]
)
def test_a_probability_reads_as_percent(p, text):
    assert words.percent(p).replace(words.NARROW, " ") == text


@pytest.mark.parametrize(("ms", "text"), [(41.2, "41 ms"), (999.4, "999 ms"), (1834, "1.8 s")])
def test_a_duration_reads_as_milliseconds_or_seconds(ms, text):
    assert words.milliseconds(ms).replace(words.NARROW, " ") == text


def test_values_are_filled_into_prose_and_formulas():
    filled = words.fill(r"**{top}** has {p:.1%}; $p = \val{p:.3f}$ and $\frac{top}{p}$", {"top": "*a*", "p": 0.25})
    assert r"\frac{top}{p}" in filled and r"\*a\*" in filled and "p = 0.250" in filled


def test_a_formula_between_double_dollars_stands_in_a_line_of_its_own():
    filled = words.fill("So:\n\n$$x = \\val{x:.2f}$$\n\nwith $x$", {"x": 0.25})
    assert filled == "So:\n\n$$\nx = 0.25\n$$\n\nwith $x$"


@pytest.mark.parametrize("symbol", ["T", r"\bar\alpha_t", r"\sqrt{1-\bar\alpha_t}", r"\frac{1}{\sqrt{d_{k}}}"])
def test_a_number_of_the_run_stands_in_colour_under_its_symbol(symbol):
    filled = words.fill(rf"$x = \under{{{symbol}}}{{t:.2f}}$", {"t": 0.25})
    assert filled == rf"$x = \underset{{\textcolor{{{theme.LIGHT.blue}}}{{0.25}}}}{{{symbol}}}$"


def test_a_name_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        words.fill("{nothing}", {})


@pytest.mark.parametrize(("value", "text"), [(float("nan"), "–"), (float("inf"), "∞")])
def test_numbers_that_are_none_are_said_in_words(value, text):
    assert words.show(value, ".3f") == text


def test_a_count_brings_the_word_that_fits_it():
    template = "{n:,|token|tokens} of {word}"
    assert [words.fill(template, {"n": n, "word": "it"}).replace("\\", "") for n in (0, 1, 1234)] == [
        "0 tokens of it",
        "1 token of it",
        f"{words.show(1234, ',')} tokens of it",
    ]


OVERRIDE, ISOLATE, POP, END = "\u202e", "\u2067", "\u202c", "\u2069"  # RLO, RLI, PDF, PDI


@pytest.mark.parametrize(
    "text", [OVERRIDE + "abc def", f"a{END}{OVERRIDE}b", f"{ISOLATE}x", POP + "a", "שלום", "مرحبا 12"]
)
def test_a_text_cannot_turn_round_what_stands_beside_it(text):
    """By Unicode's own rule: an isolate ends at its matching PDI, which closes all embeddings within."""
    for filled in (
        words.fill("“{x}” has {p:.1f} bytes", {"x": text, "p": 2.5}),
        language.Text("“{x}” 2.5").format(x=text),
    ):
        before, _, rest = filled.partition("\u2068")
        depths = np.cumsum([1, *((c in "\u2066\u2067\u2068") - (c == END) for c in rest)])
        (end,) = np.flatnonzero(depths == 0)[:1]
        assert before == "“" and rest[end:].startswith("”")


def test_a_text_without_a_direction_of_its_own_stays_as_it_is():
    assert words.fill("“{x}”", {"x": "ä 12 € 日本 🎉"}) == "“ä 12 € 日本 🎉”"


@pytest.mark.parametrize(("value", "said"), [(1, "1 token"), (1.2, "1 token"), (0.6, "1 token"), (1.7, "2 tokens")])
def test_the_number_that_is_shown_decides_on_the_form_of_the_word(value, said):
    assert words.fill("{n:,.0f|token|tokens}", {"n": value}) == said
    assert language.Text("{n:,.0f|token|tokens}").format(n=value) == said
