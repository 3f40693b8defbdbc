"""The page of Cost: untouched it shows the shipped text; every view says what it measured; faults are told."""

import pytest

from models.cost import measured
from models.cost.kinds import Meter
from models.cost.runs import multiply_adds
from models.prepared import prepared
from models.shared_engine import engine
from models.text.kinds import NextToken
from pages.chapters.cost import coarser, measuring, scaling, units
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "").replace("\u202f", " ")


def test_the_untouched_page_shows_the_shipped_text(words):
    app = open_at("cost", {})
    assert not app.exception and not app.warning
    said, values = plain(words(app)), measuring.values(prepared(Meter()))
    assert f"{plain(values['multiply_adds'])} multiply-adds" in said
    assert plain(values["energy"]) in said and "estimated" in said
    assert f"{values['ratio']:.1f} times" not in said, "the prediction's answer"
    assert "Nothing in other chapters yet" in said


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"look": "cache"}, "times as many"),
        ({"look": "school"}, "300 texts"),
        ({"run": "training"}, "its updates alone"),
        ({"scale": "operations"}, "One multiply-add is two operations"),
    ],
)
def test_every_view_says_what_it_measured(words, fields, text):
    app = open_at("cost", fields)
    assert not app.exception
    assert text in plain(words(app))


def test_coarser_numbers_and_scaling_say_their_own_numbers(words):
    assert plain(coarser.summary(measured.rounded())) in plain(words(open_at("cost", {"look": "arithmetic"})))
    said = plain(words(open_at("cost", {"look": "scaling", "parameters": "11.24", "tokens": "11.48"})))
    assert plain(scaling.summary(10**11.24, 10**11.48)) in said and "3.5 · 10¹¹ FLOP a token" in said


def test_a_run_of_another_chapter_is_listed_with_its_formula(words):
    app = open_at("next-token", {})
    app.switch_page("chapters/cost/page.py").run()
    assert not app.exception
    assert any("Next token" in str(table.value) for table in app.table)


def test_the_run_line_of_a_chapter_leads_to_what_its_run_cost(words):
    app = open_at("next-token", {})
    trace = prepared(NextToken())
    [link] = [one for one in app.get("page_link") if one.proto.label == "Cost"]
    assert link.proto.page == "cost" and "run=last" in link.proto.query_string
    app.query_params["run"] = "last"
    app.switch_page("chapters/cost/page.py").run()
    assert not app.exception and not app.warning
    said = plain(words(app))
    assert "Your last run in Next token" in said
    tables = [table.value for table in app.table]
    [took] = [t for t in tables if "this run" in t.columns and len(t) == 4]
    assert plain(units.si(multiply_adds(trace), "")) in [plain(value) for value in took["this run"]]


def test_without_a_run_elsewhere_the_link_says_so_and_shows_the_text(words):
    app = open_at("cost", {"run": "last"})
    assert not app.exception
    assert any("Nothing in other chapters yet" in str(info.value) for info in app.info)
    assert not [one for one in app.get("page_link") if one.proto.label == "Cost"], "Cost does not lead to itself"


def test_an_own_text_is_measured_live(ready, words):
    fields = {"prompt": "Say <b>hi</b> $x$.", "written": "3", "look": "scaling"}
    app = open_at("cost", fields)
    assert not app.exception and not app.warning
    request = Meter(prompt="Say <b>hi</b> $x$.", max_new_tokens=3)
    values = measuring.values(engine().run(request).trace())
    assert plain(values["energy"]) in plain(words(app))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"written": "900"}, "written"), ({"prompt": "x " * 300}, "tokens"), ({"parameters": "99"}, "parameters")],
)
def test_what_cannot_be_run_is_told_and_the_page_still_teaches(fields, sentence):
    app = open_at("cost", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
