"""The page of Evaluation: untouched it shows the shipped runs; faults, texts and tests of one's own are run."""

import numpy as np
import pytest

from models.classifier.kinds import Fault
from models.gan.kinds import GanDistance
from models.prepared import prepared
from models.shared_engine import engine
from pages.chapters.evaluation.verdicts import verdicts
from tests.opening import open_at


def table(app, column):
    frames = [t.value.rename(columns=lambda name: name.replace("\\", "")) for t in app.table]
    return next(frame for frame in frames if column in frame.columns)


def plain(text):
    return str(text).replace("\\", "")


def test_the_untouched_page_shows_the_shipped_runs(words):
    app = open_at("evaluation", {})
    assert not app.exception and not app.warning
    said = plain(words(app))
    middle = {v.metric: v.middle for v in verdicts(prepared(Fault()))}
    assert f"{middle['frechet']:.1f}" in said and "blurred with a radius of 1.0 pixels" in said
    assert "Copies, 0.5" not in said, "the prediction's answer"
    shown = table(app, "sets")
    assert list(shown["sets"].astype(int)) == [20, 10, 5, 2, 1]
    means = [step.made.mean() for step in prepared(GanDistance()).steps]
    assert shown["GAN, mean distance"].astype(float).tolist() == pytest.approx(means, abs=0.01)
    assert "With 50 pictures" in words(app)


def test_the_table_of_faults_has_a_row_for_each_and_a_verdict_in_each_cell():
    app = open_at("evaluation", {"look": "faults"})
    assert not app.exception
    shown = table(app, "Precision")
    assert len(shown) == 7 and all("→" in plain(cell) for cell in shown["Precision"])


def test_an_own_fault_is_judged_live(words):
    app = open_at("evaluation", {"fault": "copies", "strength": "0.9", "split": "4", "look": "tests"})
    assert not app.exception
    trace = engine().run(Fault(fault="copies", strength=0.9, seed=4)).trace()
    assert f"{np.median(trace.last.faulty[:, 0]):.1f}" in plain(words(app))
    assert "90\u202f% are copies" in plain(words(app))
    assert list(table(app, "questions")["questions"].astype(int))[0] == 20


def test_an_own_text_is_repeated_and_counted(ready, words):
    app = open_at("evaluation", {"look": "text", "text": "A <b>bold</b> claim.", "repeats": "3"})
    assert not app.exception and not app.warning
    assert list(table(app, "bytes rated")["tokens rated"].astype(int))[1] == len(" <b>bold</b> claim.")
    assert "Copy 3" in words(app)


def test_ten_blind_judgements_are_counted_with_their_interval(words):
    from tests.pages.conftest import loaded

    loaded("gan"), loaded("vae")
    app = open_at("evaluation", {"look": "pairs"})
    for n in range(10):
        assert "You preferred" not in words(app), "blind while pairs are left"
        app.button(key=f"_pair_0_{n}").click().run()
        assert not app.exception
    said = plain(words(app))
    assert "of 10** pairs" in said and "95 % interval" in said
    app.button(key="_pairs_again").click().run()
    assert "You preferred" not in words(app)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"fault": "sepia"}, "fault"),
        ({"strength": "nan"}, "strength"),
        ({"look": "text", "text": "x " * 300}, "tokens"),
        ({"look": "text", "text": "The ferry sails. " * 20, "repeats": "8"}, "tokens"),
        ({"look": "text", "text": "a", "repeats": "1"}, "two tokens"),
        ({"look": "tests", "digits": "9"}, "digits"),
    ],
)
def test_what_cannot_be_measured_is_told_and_the_page_still_teaches(fields, sentence):
    app = open_at("evaluation", fields)
    assert not app.exception
    assert any(sentence in plain(warning.value) for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
