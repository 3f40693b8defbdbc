"""Numbers as the visitor's language writes them: Babel's own formats are the measure."""

import numpy as np
import pytest
from babel.numbers import format_decimal

from pages.basics import language, words
from pages.figures import charts
from pages.frame import export


@pytest.fixture(params=["en", "de"])
def lang(request, monkeypatch):
    monkeypatch.setattr(language, "current", lambda: request.param)
    return request.param


@pytest.mark.parametrize("value", [0, 1, 0.5, 2.5, 1234.5, -1234567.25, np.float32(0.25), np.int64(49_152)])
def test_decimals_and_thousands(lang, value):
    assert words.show(value, ",.2f") == format_decimal(float(value), "#,##0.00", locale=lang)


def test_english_is_as_python_writes_it_and_german_has_the_comma(lang):
    template = language.Text("{x:.1f} of {n:,|token|tokens}, {p:.1%}")
    said = template.format(x=2.5, n=49_152, p=0.0713).replace(language.NARROW, " ")
    assert said == {"en": "2.5 of 49,152 tokens, 7.1 %", "de": "2,5 of 49.152 tokens, 7,1 %"}[lang]
    assert words.percent(1e-6).endswith({"en": "0.01", "de": "0,01"}[lang] + f"{language.NARROW}%")
    assert words.milliseconds(1834) == {"en": "1.8", "de": "1,8"}[lang] + f"{language.NARROW}s"


def test_sentences_and_formulas_but_not_code(lang):
    filled = words.fill("{p:.2f} $\\val{p:.2f} < \\val{n:,d}$\n```\nT = \\val{p:.2f}\n```", {"p": 0.25, "n": 1234})
    german = "0,25 $0{,}25 < 1.234$\n```\nT = 0.25\n```"
    english = "0\\.25 $0.25 < 1{,}234$\n```\nT = 0.25\n```"
    assert filled == {"en": english, "de": german}[lang]


def test_texts_and_ids_keep_their_points(lang):
    assert words.show("version 1.5, beta") == "version 1.5, beta"
    assert language.Text("{name} {id}").format(name="3.2", id=7) == "3.2 7"


def test_plotly_gets_the_signs(lang):
    figure = charts.styled(charts.go.Figure())
    assert figure.layout.template.layout.separators == {"en": ".,", "de": ",."}[lang]


def test_the_data_file_opens_in_a_spreadsheet_of_that_language(lang):
    text = export.csv(export.pd.DataFrame({"token": ["ä;b", "a,b"], "p": [0.5, 2.25]})).decode("utf-8")
    rows = {"en": 'token,p\nä;b,0.5\n"a,b",2.25\n', "de": 'token;p\n"ä;b";0,5\na,b;2,25\n'}
    assert text == "\ufeff" + rows[lang]
