"""The page of Code: untouched it shows the shipped run; own functions are written live, and never run here."""

import pytest

from models.code import source
from models.code.kinds import FACTORIAL, WriteCode
from models.prepared import prepared
from models.shared_engine import engine
from pages.chapters.code import tries
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "").replace("\u2068", "").replace("\u2069", "")


def test_the_untouched_page_shows_the_shipped_run(words):
    app = open_at("code", {})
    assert not app.exception and not app.warning
    said, written = plain(words(app)), tries.sources(prepared(FACTORIAL))
    assert f"Python can read {sum(map(source.parses, written))}" in said and "factorial(n)" in said


@pytest.mark.parametrize(
    ("look", "sentence"),
    [("often", "the checks pick"), ("tasks", "right in every try"), ("grammar", "A grammar knows"), ("line", "empty")],
)
def test_each_view_is_drawn_from_what_was_measured(look, sentence, words):
    app = open_at("code", {"look": look})
    assert not app.exception and not app.warning
    assert sentence in plain(words(app))


def test_an_own_function_is_written_live_and_hostile_text_is_no_markup(ready, words):
    address = {
        "function": "bold(s)",
        "does": "Return <b>s</b> in <script>alert(1)</script>.",
        "tries": "1",
        "seed": "3",
    }
    app = open_at("code", {**address, "checks": "bold('a') == '<b>a</b>'"})
    assert not app.exception and not app.warning
    fields = {"signature": address["function"], "docstring": address["does"], "samples": 1, "seed": 3}
    trace = engine().run(WriteCode(**fields)).trace()
    count = sum(map(source.parses, tries.sources(trace)))
    assert f"Python can read {count}" in plain(words(app)) and "<b>" not in words(app)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"function": "no function"}, "no beginning of a function"),
        ({"does": 'Say "hi"'}, "quotation marks"),
        ({"tries": "21"}, "tries"),
        ({"checks": "x " * 400}, "tokens"),
        ({"checks": "x\n" * 13}, "13 checks"),
        ({"function": "f(x)" * 200}, "tokens"),
    ],
)
def test_what_cannot_be_written_is_told_and_the_page_still_teaches(fields, sentence, words):
    app = open_at("code", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)


def test_a_picked_task_brings_its_checks(ready):
    app = open_at("code", {})
    app.get_by_key("_task_picked").set_value("average").run()
    assert not app.exception
    assert app.get_by_key("checks").value == "average([2, 4]) == 3\naverage([5]) == 5"
