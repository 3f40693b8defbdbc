"""The catalogues of a language: several files, read once, whoever asks first; and its rule for words behind numbers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from pages.basics import language
from pages.basics.words import fill

HOME = 'msgid "Home"\nmsgstr "Początek"'
TOKENS = 'msgid "{n|token|tokens}"\nmsgstr "{n|token|tokeny|tokenów}"'


def test_all_catalogues_of_the_language_are_read(polish):
    polish("common", HOME)
    polish("gan", 'msgid "Turn"\nmsgstr "Tura"')
    assert [language._(text) for text in ("Home", "Turn")] == ["Początek", "Tura"]


@pytest.mark.parametrize("entry", ["", 'msgid "Yes."\nmsgstr ""', '#, fuzzy\nmsgid "Yes."\nmsgstr "Nie."'])
def test_what_has_no_translation_or_an_uncertain_one_stays_english(polish, entry):
    polish("common", entry)
    assert language._("Yes.") == "Yes."
    assert language._("") == ""


def test_a_language_without_catalogues_speaks_english(polish):
    assert language._("Home") == "Home"
    assert [fill("{n|token|tokens}", {"n": n}) for n in (1, 2, 5)] == ["1 token", "2 tokens", "5 tokens"]


def test_visitors_who_come_at_once_read_each_file_once_together(polish, monkeypatch):
    polish("common", HOME)
    polish("gan", "")
    read, gate, read_po = [], Barrier(8), language.read_po
    monkeypatch.setattr(language, "read_po", lambda lines: read.append(lines.name[-9:]) or read_po(lines))

    def visit(_n):
        gate.wait(10)
        return language._("Home")

    with ThreadPoolExecutor(8) as visitors:
        assert set(visitors.map(visit, range(8))) == {"Początek"}
    assert read == ["common.po", "pl/gan.po"]


def test_nobody_waits_for_what_was_read_ahead(monkeypatch):
    language.read_ahead()
    monkeypatch.setattr(language, "read_po", None)
    for lang in language.available():
        monkeypatch.setattr(language, "current", lambda lang=lang: lang)
        assert language._("Attention")


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 tokenów"), (1, "1 token"), (2, "2 tokeny"), (5, "5 tokenów"), (12, "12 tokenów"), (22, "22 tokeny")],
)
def test_the_languages_own_rule_chooses_among_its_forms(polish, n, text):
    polish("common", TOKENS)
    assert fill(language._("{n|token|tokens}"), {"n": n}) == text


@pytest.mark.parametrize(("n", "text"), [(1, "1 step"), (2, "2 steps"), (5, "5 steps"), (22, "22 steps")])
def test_english_that_is_not_translated_yet_keeps_its_own_rule(polish, n, text):
    polish("common", TOKENS)
    assert fill(language._("{n|step|steps}"), {"n": n}) == text


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize(
    ("n", "form"), [(0, 1), (1, 0), (1.0, 0), (np.int64(1), 0), (1.5, 1), (float("nan"), 1), (21, 1)]
)
def test_english_and_german_have_one_form_for_1_and_another_for_all_else(monkeypatch, lang, n, form):
    monkeypatch.setattr(language, "current", lambda: lang)
    assert language.fitting(n, ("Schritt", "Schritte")) == ("Schritt", "Schritte")[form]
