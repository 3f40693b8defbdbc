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
    app.text_input(key="sentence").set_value("one two").run()
    assert slept == [0.123]
    app.switch_page("chapters/gan/page.py").run()
    assert slept == [0.123, 0.123]
