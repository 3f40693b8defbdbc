"""The page of Fine-tuning: untouched it shows the shipped run; own examples are learned and taken along."""

import base64

import pytest

from models.fine_tuning import adapter_file
from models.fine_tuning.kinds import AdapterStep, Chat, FineTune, MeasureStep
from models.prepared import prepared
from models.text import tokenizer
from tests.arrays import assert_allclose
from tests.opening import open_at

SMALL = {"teach": "own", "examples": "Who? | Me & <b>you</b>.", "questions": "What is rain?", "updates": "5"}
SMALL |= {"layers": "1", "rank": "1"}
REQUEST = FineTune(examples=SMALL["examples"], questions=SMALL["questions"], steps=5, layers=1, rank=1)


@pytest.fixture
def tuning():
    from tests.pages.conftest import loaded

    return loaded("fine_tuning")


def table(app, column):
    frames = [t.value.rename(columns=lambda name: name.replace("\\", "")) for t in app.table]
    return next(frame for frame in frames if column in frame.columns)


def texts(step):
    return [tokenizer.decode([i for i in row if i not in (-1, 0, 2)]) for row in step.answers.tolist()]


def measures(trace):
    return [step for step in trace.steps if isinstance(step, MeasureStep)]


def test_the_untouched_page_shows_the_shipped_run(pirate, words):
    app = open_at("fine-tuning", {})
    assert not app.exception
    shown = table(app, "answer")["perplexity of other text"].astype(float)
    assert_allclose(shown[::4], [step.perplexity for step in measures(pirate)], atol=1e-3)
    assert "words in its answers are words of the examples" in words(app)
    ranks = table(app, "numbers that learn")["numbers that learn"].astype(int)
    assert list(ranks) == [81_408, 325_632, 1_302_528]


@pytest.mark.parametrize("look", ["capitals", "preferences", "chat", "adapter"])
def test_every_view_is_drawn(look, planted, words):
    app = open_at("fine-tuning", {"look": look, "strength": "2"})
    assert not app.exception
    if look == "capitals":
        last = measures(planted)[-1].capitals
        shown = table(app, "capital after")["capital after"]
        assert shown[0].replace("\\", "").startswith("<") and float(last[0, 0]) < 1e-4
        assert "At strength 2: France is Paris" in words(app)
    if look == "chat":
        step = prepared(Chat()).last
        assert any(step.before in text.value for text in app.text) and "the fingerprint is the same" in words(app)
    if look == "preferences":
        assert "10 of 10 pairs" in words(app)
    if look == "adapter":
        assert app.get("download_button")


def test_own_examples_are_learned_as_text_and_taken_along(tuning, words):
    app = open_at("fine-tuning", {**SMALL, "look": "adapter"})
    assert not app.exception and not app.warning
    trace = tuning.run(REQUEST).trace()
    shown = table(app, "answer")
    assert list(shown["answer"].str.replace("\\", "")[:1])
    assert_allclose(
        shown["perplexity of other text"].astype(float), [step.perplexity for step in measures(trace)], atol=1e-3
    )
    [adapter] = [step for step in trace.steps if isinstance(step, AdapterStep)]
    file = adapter_file.pack(adapter.update, 1, 1)
    app.file_uploader(key="_fine_tuning_upload").set_value(("adapter.zip", file, "application/zip")).run()
    assert not app.exception and not app.warning
    request = Chat(questions=REQUEST.questions, adapter=base64.b64encode(file).decode(), strength=1.0)
    for answer in texts(tuning.run(request).trace().last):
        assert any(answer in text.value for text in app.text)


def test_a_file_that_is_no_adapter_is_refused_in_a_sentence():
    app = open_at("fine-tuning", {"look": "adapter"})
    app.file_uploader(key="_fine_tuning_upload").set_value(("a.zip", b"\x80\x04 a pickle", "application/zip")).run()
    assert any("no adapter file" in warning.value for warning in app.warning) and not app.exception


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"teach": "own", "examples": " "}, "There is no example"),
        ({"teach": "own", "examples": "a |"}, "nothing on one side"),
        ({"questions": "a\n" * 9}, "There are 9 lines"),
        ({"look": "preferences", "pairs": "a | b"}, "better answer"),
        ({"rate": "nan"}, "rate"),
        ({"rank": "3"}, "rank"),
    ],
)
def test_what_cannot_be_learned_is_told_and_the_page_still_teaches(fields, sentence):
    app = open_at("fine-tuning", fields)
    assert not app.exception
    assert any(sentence in warning.value.replace("\\", "") for warning in app.warning)
    assert any(header.value == "Try it" for header in app.header)
