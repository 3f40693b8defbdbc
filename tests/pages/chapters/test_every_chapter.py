"""What holds for every chapter: it runs untouched and under any address, and nothing a visitor sends breaks it."""

import pytest

from pages.frame import registry

CHAPTERS = [c.slug for c in registry.written()]
HOSTILE = {
    "empty": {"prompt": ""},
    "one space": {"prompt": " "},
    "ten thousand characters": {"prompt": "word " * 2000},
    "control characters": {"prompt": "a\x00b\x07c\x1bd"},
    "right to left": {"prompt": "مرحبا بالعالم שלום"},
    "emoji": {"prompt": "👩‍👩‍👧‍👦🏳️‍🌈"},
    "markup": {"prompt": "<script>alert(1)</script> **b** $x^2$ :red[r] [l](javascript:1)"},
    "zero": {"temperature": "0"},
    "negative": {"temperature": "-1"},
    "not a number": {"temperature": "nan"},
    "huge": {"temperature": "1e9"},
    "letters": {"temperature": "abc"},
    "filters": {"top_k": "-3", "top_p": "7", "min_p": "nan", "seed": "99999999999999999999"},
    "unknown": {"foo": "bar", "lock": "nothing", "lang": "xx", "depth": "42"},
    "place": {"layer": "99", "head": "-1"},
}


@pytest.mark.parametrize("slug", CHAPTERS)
def test_the_untouched_page_runs_and_teaches(visit, slug):
    app = visit(slug)
    assert not app.exception
    assert app.title[0].value == registry.chapter(slug).title
    assert [s.value for s in app.header if s.value == "Try it"]


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_hostile_address_gives_a_sentence_or_a_result_never_a_traceback(visit, words, slug, case):
    app = visit(slug, **HOSTILE[case])
    assert not app.exception
    assert "Traceback" not in words(app)
    assert [s.value for s in app.header if s.value == "Try it"], "the lesson is still there"


@pytest.mark.parametrize(
    ("name", "raw"), [("temperature", "1e9"), ("temperature", "nan"), ("foo", "bar"), ("lang", "xx")]
)
def test_what_an_address_says_wrongly_is_named(visit, name, raw):
    app = visit("next-token", **{name: raw})
    assert any(name in w.value.lower() or raw in w.value for w in app.warning)


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_locked_control_is_disabled_and_a_hidden_one_absent(visit, slug):
    app = visit(slug, lock="prompt,text,temperature", hide="seed", question="Why <b>so</b>?")
    assert all(area.disabled for area in app.text_area if area.key in ("prompt", "text"))
    assert not [w for w in app.number_input if w.key == "seed"]
    assert any("Why" in i.value and "<b>" not in i.value for i in app.info)
