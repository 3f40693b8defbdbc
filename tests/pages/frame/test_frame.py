"""The frame lets the browser paint the first figure before the rest of the page comes, once a chapter and visit."""

import time

from streamlit.testing.v1 import AppTest


def test_the_first_figure_gets_a_moment_on_arrival_and_no_later_run_waits(root, monkeypatch):
    monkeypatch.setattr("pages.frame.frame.PAINT_SECONDS", 0.123)
    slept = []
    monkeypatch.setattr(
        "pages.frame.frame.time", type("Clock", (), {"sleep": slept.append, "monotonic": time.monotonic})
    )
    app = AppTest.from_file(str(root / "pages" / "front.py"), default_timeout=60).run()
    app.switch_page("chapters/tokens/page.py").run()
    assert slept == [0.123]
    app.text_area(key="sentence").set_value("one two").run()
    assert slept == [0.123]
    app.switch_page("chapters/gan/page.py").run()
    assert slept == [0.123, 0.123]


def test_two_figures_that_ask_for_the_same_kind_remember_each_its_own_request(root):
    def script():
        import streamlit as st

        from models.text.kinds import Score
        from pages.frame.frame import Frame

        page = Frame("writing", None, *[st.container()] * 6)
        for name in ("one", "two"):
            page.for_figure(name, Score, text=f"The text of {name}.")
        st.text("|".join(page.for_figure(name, Score, text="").text for name in ("one", "two")))

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.text[0].value == "The text of one.|The text of two."
