"""A field shows exactly the text that runs: every line end and mark of a link, on each chapter that has a text."""

import pytest
import streamlit as st

from models.engine.limits import TextLimit
from models.text import tokenizer
from pages.frame import registry, rows
from tests.opening import open_at

FIELDS = {
    chapter.slug: names
    for chapter in registry.written()
    if (
        names := [
            name
            for name in sorted(rows.names(chapter.slug))
            if rows.owns(name, chapter.slug)
            and rows.of(name, chapter.slug).label
            and isinstance(rows.of(name, chapter.slug).limit, TextLimit)
        ]
    )
}

OPEN = {"depth": "deep", "panel": "surprise", "show": "training", "teach": "own"}  # fields that are not always drawn
SHORT = {
    "cost": {"written": "4"},
    "hallucination": {"look": "fact", "given": "own"},
    "training": {"updates": "50", "amount": "6000"},
    "fine-tuning": {"updates": "5", "layers": "1", "rank": "1"},
}


@pytest.fixture
def held(monkeypatch):
    """What the page was given of each text field."""
    values = {}

    def noting(widget):
        def draw(*args, **more):
            values[more["key"]] = (widget.__name__, widget(*args, **more))
            return values[more["key"]][1]

        return draw

    for widget in (st.text_area, st.text_input):
        monkeypatch.setattr(st, widget.__name__, noting(widget))
    return values


@pytest.mark.parametrize("slug", FIELDS)
def test_what_a_field_holds_is_what_it_can_show(ready, drawing, held, slug):
    """A browser's field of one line drops line ends, one of several writes each as a line feed. All fields of a chapter
    in one visit: what trains takes its time for each."""
    app = open_at(slug, OPEN | SHORT.get(slug, {}) | dict.fromkeys(FIELDS[slug], "a\r\nb\u200d\rc\n"))
    assert not app.exception
    for name in FIELDS[slug]:
        kind, text = held[name]
        assert text == ("a b\u200d c " if kind == "text_input" else "a\nb\u200d\nc\n"), name
        assert (kind == "text_input") == rows.of(name, slug).one_line, name
        assert app.query_params[name] == text, name


def test_three_lines_are_seven_tokens(visit):
    app = visit("tokens", sentence="a\n\nb\n\nc")
    assert app.text_area(key="sentence").value == "a\n\nb\n\nc"
    ids = [81, 198, 198, 82, 198, 198, 83]
    assert tokenizer.encode("a\n\nb\n\nc") == ids
    assert list(app.table[0].value["id"]) == [str(i) for i in ids] or list(app.table[0].value["id"]) == ids


def test_a_text_stops_at_a_line_end_that_was_entered(visit):
    app = visit("writing", method="greedy", tokens="24", prompt="def is_even(n):")
    app.text_area(key="stop").set_value("\n").run()
    assert app.query_params["stop"] == "\n"
    assert any("stop text" in m.value for m in app.markdown)
