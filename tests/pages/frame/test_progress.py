"""Progress: what counts, what is read back from a browser, and what the passport makes of it."""

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.basics.words import escape
from pages.frame import progress, registry
from pages.frame.progress import LONGEST, Progress
from tests.opening import open_at

COUNT = len(registry.written())
MARKUP = "<img src=x onerror=alert(1)> **b** [l](javascript:alert(1)) :red[r] $x$"


def record(**chapters):
    return json.dumps({"version": 1, "chapters": {slug.replace("_", "-"): c for slug, c in chapters.items()}})


HOSTILE = [
    None,
    7,
    b"\xff",
    "",
    "no json",
    "[" * 30_000,
    "null",
    "[]",
    '{"version": 1}',
    '{"version": 1, "chapters": []}',
    '{"version": 1, "chapters": {"tokens": "done"}}',
    '{"version": 2, "chapters": {"tokens": {"done": true}}}',
    '{"version": 1, "chapters": {"../etc": {"done": true}, "__class__": {}}}',
    record(tokens={"done": True, "run": {"sentence": "x" * LONGEST}}),
]


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: repr(raw)[:30])
def test_what_is_no_record_is_nothing(raw):
    assert {slug: p for slug, p in progress.read(raw).items() if p != Progress()} == {}


def test_of_a_record_only_what_fits_is_read():
    raw = record(
        tokens={"done": True, "guess": "more", "first_right": False, "run": {"sentence": MARKUP, "merges": "1e309"}},
        gan={"done": "yes", "guess": ["few"], "first_right": 1, "run": {"turns": 3, "lang": "de", "seed": "nan"}},
    )
    assert progress.read(raw) == {
        "tokens": Progress(True, "more", False, {"sentence": MARKUP}),
        "gan": Progress(False, "", None, {}),
    }


def test_what_was_written_is_read_back(visit):
    def script():
        import streamlit as st

        from pages.frame import progress

        progress.guessed("tokens", "more", right=True)
        progress.guessed("tokens", "many", right=False)
        progress.experimented("gan")
        progress.guessed("diffusion", "not_sure", right=None)
        assert progress.read(progress.record()) == progress.all_of_them()
        st.text(f"{progress.score()} {[progress.done(s) for s in ('tokens', 'gan', 'diffusion', 'writing')]}")

    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.text[0].value == "(1, 1) [True, True, True, False]"


def stored(app, raw):
    """The app as it is after the browser has told what it holds."""
    app.session_state["_progress"] = progress.read(raw)
    return app.run()


def test_the_passport_sums_up_and_leads_to_the_last_runs(ready, words):
    app = open_at("passport", {})
    assert not app.exception
    assert f"Chapters done: 0 of {COUNT}." in words(app)
    raw = record(
        tokens={"done": True, "guess": "more", "first_right": True, "run": {"sentence": "Ein Satz"}},
        gan={"done": True, "guess": "few", "first_right": False, "run": {}},
    )
    app = stored(app, raw)
    assert f"Chapters done: 2 of {COUNT}." in words(app)
    assert f"First guesses: 1 right, 1 wrong, {COUNT - 2} open." in words(app)
    run = next(link.proto for link in app.get("page_link") if "Ein Satz" in link.proto.label)
    assert run.page == "tokens" and run.query_string == "sentence=Ein+Satz"


def test_a_text_that_comes_back_is_never_markup(ready, words):
    app = stored(open_at("passport", {}), record(tokens={"done": True, "guess": MARKUP, "run": {"sentence": MARKUP}}))
    assert not app.exception
    labels = [link.proto.label for link in app.get("page_link")]
    assert any(escape(MARKUP) in label for label in labels), "it is shown"
    for text in [words(app), *labels]:
        plain = re.sub(r"\\.", "", text)  # what is escaped is no markup
        assert not [mark for mark in ("<", "**b", "](", ":red") if mark in plain]


def test_a_guess_that_is_no_option_is_no_guess(visit):
    app = visit("tokens")
    app.session_state["_guess_tokens"] = MARKUP
    app.run()
    assert not app.exception
    assert app.get_by_key("_guess_tokens").value is None


def test_a_run_is_noted_as_its_address(visit):
    app = visit("next-token", prompt="Paris is", temperature="0.5", draws="true")
    assert app.session_state["_progress"]["next-token"].run == {
        "prompt": "Paris is",
        "temperature": "0.5",
        "draws": "true",
    }
    app = visit("next-token")
    assert app.session_state["_progress"]["next-token"].run == {}


def test_an_experiment_makes_a_chapter_done_and_emptying_forgets_all(visit, words):
    app = visit("tokens")
    app.button(key="_try_tokens_0").click().run()
    app.get_by_key("_guess_tokens").set_value("same").run()
    app.switch_page("passport/page.py").run()
    assert f"Chapters done: 1 of {COUNT}." in words(app)
    next(b for b in app.button if b.label == "Empty it").click().run()
    assert f"Chapters done: 0 of {COUNT}." in words(app)
    app.switch_page("chapters/tokens/page.py").run()
    assert app.get_by_key("_guess_tokens").value is None
