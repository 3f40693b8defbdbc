"""The report: what is kept of it, and that it goes on where it was."""

import json
from pathlib import Path

import numpy as np
import pytest

from models.evaluate import __main__ as evaluate
from models.evaluate import learning, text
from models.evaluate.pieces import in_pieces
from models.evaluate.subjects import SUBJECTS, Options, Part, Subject
from models.fine_tuning.kinds import FineTune, Prefer
from models.prepared import prepared
from models.tiny_flow.kinds import TrainFlow
from models.tiny_transformer.kinds import OVERFITTING, Train

SEALED = Path(__file__)  # any file: only its hash matters


@pytest.fixture
def calls(monkeypatch):
    done = []

    def part(name, found):
        return Part(lambda options: done.append(name) or found, (SEALED,))

    parts = {"one": part("one", {"n": 1}), "two": part("two", {"n": 2}), "full": part("full", None)}
    monkeypatch.setitem(SUBJECTS, "gan", Subject("GAN", "much", parts))
    return done


def test_what_was_measured_on_the_same_weights_is_not_measured_again(calls, tmp_path):
    store = tmp_path / "quality.json"
    evaluate.main(["gan"], ["one"], Options(), store=store)
    evaluate.main(["gan"], [], Options(), store=store)
    assert calls == ["one", "two", "full"]
    evaluate.main(["gan"], ["one"], Options(), again=True, store=store)
    evaluate.main(["gan"], ["two"], Options(n=7), store=store)
    assert calls[3:] == ["one", "two"]
    kept = json.loads(store.read_text())["gan"]
    assert set(kept) == {"one", "two"} and kept["two"]["options"][1] == 7 and kept["two"]["figures"] == {"n": 2}


def test_figures_of_other_weights_are_named_as_such(calls, tmp_path):
    store = tmp_path / "quality.json"
    evaluate.main(["gan"], [], Options(), store=store)
    figures = json.loads(store.read_text())
    assert "earlier weights" not in text.page(figures)
    figures["gan"]["one"]["weights"] = "0123456789abcdef"
    assert text.page(figures).count("**on earlier weights**") == 1


def test_a_stopped_drawing_goes_on_with_the_piece_that_is_missing(tmp_path):
    drawn = []

    def draw(n, start):
        drawn.append((n, start))
        if len(drawn) == 2:
            raise KeyboardInterrupt
        return np.full((n, 2), start)

    with pytest.raises(KeyboardInterrupt):
        in_pieces(tmp_path, 5, draw, size=2)
    found = in_pieces(tmp_path, 5, draw, size=2)
    assert drawn == [(2, 0), (2, 2), (2, 2), (1, 4)]
    assert found[:, 0].tolist() == [0, 0, 2, 2, 4]


def test_the_page_is_what_the_shipped_figures_say():
    assert evaluate.PAGE.read_text() == text.page(json.loads(evaluate.STORE.read_text()))


def test_a_spread_is_the_mean_and_the_standard_deviation_of_a_sample():
    runs = [{"loss": value} for value in (0.31, 0.35, 0.36)]
    figures = learning.spread(runs)
    assert figures["seeds"] == 3
    assert figures["loss"]["mean"] == pytest.approx(np.mean([0.31, 0.35, 0.36]))
    assert figures["loss"]["standard deviation"] == pytest.approx(np.std([0.31, 0.35, 0.36], ddof=1))


SHIPPED = (
    ("tiny_transformer", "English stories", "bits per character, held out", Train(), "held_out"),
    ("tiny_transformer", "German stories", "bits per character, held out", Train(corpus="stories-de"), "held_out"),
    ("tiny_transformer", "English stories, 6,000 characters", "bits per character, held out", OVERFITTING, "held_out"),
    ("tiny_flow", "1,700 pictures", "error on held-out pictures at the end", TrainFlow(), "held_out"),
    ("fine_tuning", "examples", "loss, last, nats per token", FineTune(), "loss"),
    ("fine_tuning", "preferences", "loss, last, nats per pair", Prefer(), "loss"),
)


@pytest.mark.parametrize("subject, part, name, request_, field", SHIPPED, ids=lambda value: str(value)[:20])
def test_a_shipped_run_lies_where_the_report_says_that_such_runs_do(subject, part, name, request_, field):
    """Within four standard deviations of the mean of three seeds; one of those three may be its own."""
    figure = json.loads(evaluate.STORE.read_text())[subject][part]["figures"][name]
    shipped = [getattr(step, field) for step in prepared(request_).steps if hasattr(step, field)][-1]
    assert 0 < figure["standard deviation"] < figure["mean"] / 4
    assert abs(shipped - figure["mean"]) < 4 * figure["standard deviation"]
