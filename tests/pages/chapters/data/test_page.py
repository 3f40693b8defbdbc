"""The page of Data: untouched it shows the shipped run; documents, filters and settings of one's own are run."""

import numpy as np
import pytest

from models.collapse.kinds import CurveGenerations, TextGenerations
from models.data_cleaning.kinds import CleanText
from models.prepared import prepared
from models.shared_engine import engine
from pages.chapters.data import filters, numbers
from tests.opening import open_at
from tests.pages.conftest import loaded


def plain(text):
    return str(text).replace("\\", "")


def table(app, column):
    frames = [t.value.rename(columns=plain) for t in app.table]
    return next(frame for frame in frames if column in frame.columns)


@pytest.fixture(scope="module")
def ready():
    return loaded("data_cleaning")


def test_the_untouched_page_shows_the_shipped_run(words):
    app = open_at("data", {})
    assert not app.exception and not app.warning
    trace = prepared(CleanText())
    values = numbers.of(trace)
    assert f"{values['left']} came out" in plain(words(app)) and f"{values['slipped']} slipped through" in words(app)
    shown = table(app, "precision (95 % interval)")
    assert shown["taken"].astype(int).tolist() == [outcome.took for outcome in filters.outcomes(trace)]
    junk = filters.outcomes(trace)[2].precision
    assert f"{junk.k} of {junk.n}" in plain(shown["precision (95 % interval)"].iloc[2])
    assert len(table(app, "planted as")) == 8


def test_own_documents_are_filtered_live_and_markup_stays_text(ready, words):
    good = (
        "She <b>walked</b> to the **harbour** of the town and saw that the boats, of which there were many, were gone."
    )
    app = open_at("data", {"mine": f"{good}\nToo short.", "alike": "0.25"})
    assert not app.exception and not app.warning
    trace = engine().run(CleanText(own=f"{good}\nToo short.", similarity=0.25)).trace()
    assert f"{numbers.of(trace)['near_found']} of the" in plain(words(app))
    lines = [plain(m.value) for m in app.markdown if "“" in m.value and "**" in m.value]
    assert any("Too short." in line and "taken as: Too short" in line for line in lines)
    assert any("harbour" in line and "stays" in line for line in lines)
    assert not any("<b>" in m.value.replace("\\<", "") for m in app.markdown if "harbour" in m.value)


def test_a_filter_switched_off_takes_nothing(ready, words):
    app = open_at("data", {"rules": "false", "opened": "left"})
    assert not app.exception
    trace = engine().run(CleanText(junk=False)).trace()
    shown = table(app, "precision (95 % interval)")
    assert (shown["taken"].iloc[2], shown["used"].iloc[2]) in ((0, "no"), ("0", "no"))
    planted = filters.left(trace) & filters.planted(filters.heap(trace).truth)
    assert f"8 of {planted.sum()}" in plain(words(app))


@pytest.mark.parametrize("mine", ["x" * 4001, "\n".join(["line"] * 21)])
def test_too_many_documents_get_a_sentence_and_the_last_run_stays(mine, words):
    app = open_at("data", {"mine": mine})
    assert not app.exception and len(app.warning) == 1
    assert "296 came out" in plain(words(app))


def test_the_effect_shows_the_shipped_trainings_and_offers_others(words):
    app = open_at("data", {"look": "effect"})
    assert not app.exception
    bits = numbers.bits([*numbers.shipped()[0], *numbers.shipped()[1]])
    shown = table(app, "learned from")["bits per character of new stories"].astype(float)
    assert shown.tolist() == pytest.approx(bits, abs=1e-4)
    other = open_at("data", {"look": "effect", "least": "30"})
    assert not other.exception and any(button.label == "Train on your heap" for button in other.button)


def test_the_curve_and_the_text_are_run_with_what_was_set(words):
    app = open_at("data", {"look": "curve", "points": "5"})
    assert not app.exception
    last = engine().run(CurveGenerations(points=5)).trace().last
    assert f"{100 * last.replaced_variance.mean():.1f}" in plain(words(app))
    app = open_at("data", {"look": "words", "source": "stories", "order": "0"})
    assert not app.exception
    steps = engine().run(TextGenerations(source="stories", order=0)).trace().steps
    shown = table(app, "replaced: different words")
    assert shown["replaced: different words"].astype(int).tolist() == [step.replaced_types for step in steps]
    assert any(text.value.startswith(steps[-1].replaced) for text in app.text)


def test_thresholds_are_a_table_with_a_row_for_each(words):
    app = open_at("data", {"look": "threshold"})
    assert not app.exception
    sweep = filters.sweep(prepared(CleanText()))
    shown = table(app, "alike by at least")
    assert np.allclose(shown["alike by at least"].astype(float), sweep.thresholds)
