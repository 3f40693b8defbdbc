"""Views: tabs that a control names. The link restores the open one, which alone draws its figure."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import rows

FIRST_AND_SECOND = [
    ("next-token", "look", "sweep", "curve"),
    ("attention", "look", "lens", "parked"),
    ("writing", "panel", "tree", "cache"),
    ("families", "look", "quality", "time"),
]


def charts(app):
    """Names of the figures drawn by `page.figure`."""
    return {chart.key.removeprefix("_chart_") for chart in app.get("plotly_chart") if chart.key}


@pytest.mark.parametrize(("slug", "name", "first", "second"), FIRST_AND_SECOND)
def test_the_open_tab_stands_in_the_link_and_comes_back(visit, slug, name, first, second):
    assert name not in visit(slug).query_params, "the default stands in no link"
    app = visit(slug, **{name: second})
    assert not app.exception and not app.warning
    assert app.query_params[name] in (second, [second])
    assert app.session_state[name] == rows.of(name, slug).names[second]


def test_the_open_tab_alone_draws_its_figure(visit):
    assert {"sweep"} == charts(visit("next-token")) & {"sweep", "curve"}
    assert {"curve"} == charts(visit("next-token", look="curve")) & {"sweep", "curve"}
    assert {"lens", "rise"} == charts(visit("attention")) & {"lens", "rise", "parked"}
    assert {"parked"} == charts(visit("attention", look="parked")) & {"lens", "rise", "parked"}


def test_a_tab_of_another_chapter_is_not_taken_along(visit):
    app = visit("next-token", look="curve")
    app.switch_page("chapters/attention/page.py").run()
    assert not app.exception
    assert app.session_state["look"] == "Logit lens: what each layer would write"


def test_a_tab_there_is_not_is_named_and_the_first_one_opened(visit):
    app = visit("attention", look="curve")
    assert any("look is “curve”" in warning.value for warning in app.warning)
    assert "lens" in charts(app)


def test_a_click_opens_a_tab_and_the_address_follows(visit):
    app = visit("next-token", lang="de")
    app.session_state["look"] = "Alle Tokens zusammen"  # as a click leaves it: the name in the visitor's language
    app.run()
    assert "curve" in charts(app) and app.query_params["look"] in ("curve", ["curve"])


def page_with_tabs(figures, widgets):
    import streamlit as st

    from pages.frame import tabs, values

    values.enter("diffusion")
    try:
        views = tabs.draw("look", {word: (lambda word=word: st.text_input(word, key=f"of_{word}")) for word in widgets})
        st.text("the lesson")
        views.fill({word: (lambda *given, word=word: st.text(f"{word} {given}")) for word in figures})
    except TypeError as error:
        st.error(str(error))


WORDS = ("noise", "compare", "changes", "quality", "plane")


def test_widgets_are_drawn_in_closed_tabs_too_and_keep_their_values():
    app = AppTest.from_function(page_with_tabs, args=(WORDS, ("noise", "plane"))).run()
    app.text_input(key="of_plane").set_value("kept").run()
    assert [text.value for text in app.text if text.value != "the lesson"] == ["noise ('',)"]
    app.session_state["look"] = "plane"
    app.run()
    assert [text.value for text in app.text if text.value != "the lesson"] == ["plane ('kept',)"]
    app.session_state["look"] = "quality"
    app.run()
    assert [text.value for text in app.text if text.value != "the lesson"] == ["quality ()"]


@pytest.mark.parametrize(("figures", "widgets"), [(WORDS[1:], ()), ((*WORDS, "more"), ()), (WORDS, ("more",))])
def test_figures_or_widgets_of_other_tabs_than_there_are_are_an_error_of_the_program(figures, widgets):
    app = AppTest.from_function(page_with_tabs, args=(figures, widgets)).run()
    assert app.error[0].value.startswith("There are tabs for noise, compare, changes, quality, plane, but ")
