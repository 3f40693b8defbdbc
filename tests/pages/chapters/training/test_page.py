"""The page of Training: untouched it shows the shipped run, links show the run they name, own texts are learned."""

import base64

import pytest

from models.prepared import prepared
from models.tiny_transformer import model_file
from models.tiny_transformer.kinds import LONG, Continue, ProgressStep, Train
from models.tiny_transformer.shipped import shipped as shipped_file
from tests.arrays import assert_allclose
from tests.opening import open_at

HELD_OUT = "text never seen (bits per character)"
OWN = " ".join(f"The {n} boats of the harbour saw {n * n} gulls." for n in range(90))


SMALL = {"updates": "50", "amount": "6000"}


@pytest.fixture
def learning():
    from tests.pages.conftest import loaded

    return loaded("tiny_transformer")


def table(app, column=HELD_OUT):
    frames = [t.value.rename(columns=lambda name: name.replace("\\", "")) for t in app.table]
    return next(frame for frame in frames if column in frame.columns)


def losses(steps):
    return [step.held_out for step in steps if isinstance(step, ProgressStep)]


def test_the_untouched_page_shows_the_shipped_run_or_the_same_live(words):
    app = open_at("training", {})
    assert not app.exception
    shown = table(app)[HELD_OUT].astype(float)
    assert_allclose(shown, losses(prepared(Train()).steps), atol=0.02)
    assert "it passes counting 2 pieces back" in words(app)
    machines = table(app, "machine")
    assert_allclose(machines["bits per character"].astype(float)[1:7], prepared(Train()).steps[1].ngrams, atol=1e-4)


def test_a_link_shows_the_losses_of_the_run_that_it_names(learning):
    request = Train(corpus="stories-de", characters=6_000, steps=50, optimizer="sgd", learning_rate=0.5, seed=3)
    trace = learning.run(request).trace()
    app = open_at(
        "training",
        {"source": "stories-de", "amount": "6000", "updates": "50", "optimizer": "sgd", "rate": "0.5", "seed": "3"},
    )
    assert not app.exception
    assert_allclose(table(app)[HELD_OUT].astype(float), losses(trace.steps), atol=1e-4)


def test_the_long_run_is_shown_as_it_is_shipped_and_not_made_again(words):
    app = open_at("training", {"amount": "5000000", "updates": "4000"})
    assert_allclose(table(app)[HELD_OUT].astype(float), losses(prepared(LONG).steps), atol=1e-4)
    assert "**prepared**" in words(app)
    assert losses(prepared(LONG).steps)[-1] < 0.3


@pytest.mark.parametrize("look", ["update", "number", "optimisers"])
def test_every_view_is_drawn_for_the_checkpoint_shown(look, learning):
    app = open_at("training", {**SMALL, "look": look, "at": "4"})
    assert not app.exception
    if look == "update":
        assert any("**Update 5** had" in m.value for m in app.markdown)
    if look == "number":
        assert any("Before update 5, the number" in m.value for m in app.markdown)
    if look == "optimisers":
        assert "outcome" in table(app, "outcome").columns


def test_the_network_is_taken_along_and_writes_beside_another(learning, words):
    app = open_at("training", {**SMALL, "look": "hand_on"})
    assert not app.exception
    trace = learning.run(Train(characters=6_000, steps=50)).trace()
    file = model_file.pack(trace.last.weights, trace.last.tokenizer)
    own = Continue(model=base64.b64encode(file).decode(), prompt=Train().beginning)
    shown = [text.value for text in app.text]
    for request in (own, Continue(prompt=Train().beginning)):
        assert Train().beginning + learning.run(request).trace().last.continuation in shown


def test_a_model_file_of_another_is_read_and_a_damaged_one_refused(learning):
    app = open_at("training", {**SMALL, "look": "hand_on"})
    upload = app.file_uploader(key="_training_model_upload")
    upload.set_value(("model.safetensors", b"\x80\x04 a pickle", "application/octet-stream")).run()
    assert any("no model file" in w.value for w in app.warning) and not app.exception
    upload = app.file_uploader(key="_training_model_upload")
    upload.set_value(("model.safetensors", shipped_file(), "application/octet-stream")).run()
    assert not app.warning and any("network out of the file" in m.value for m in app.markdown)


def test_ones_own_text_is_asked_for_then_learned_and_never_in_the_address(learning, words):
    app = open_at("training", SMALL)
    app.button_group(key="source").set_value("own")
    app.run()
    assert any("There is no text to learn from" in w.value for w in app.warning)
    app.text_area(key="_training_text").set_value("too short")
    app.run()
    assert any("9 characters" in w.value for w in app.warning)
    app.text_area(key="_training_text").set_value(OWN)
    app.run()
    assert not app.exception and not app.warning, [warning.value for warning in app.warning]
    trace = learning.run(Train(corpus="own", text=OWN, characters=6_000, steps=50)).trace()
    assert_allclose(table(app)[HELD_OUT].astype(float), losses(trace.steps), atol=1e-4)
    assert "harbour" not in str(app.query_params)


@pytest.mark.parametrize("name", ["rate", "seed", "at", "source"])
def test_a_value_that_is_not_allowed_is_told_and_the_page_still_teaches(name, learning):
    app = open_at("training", {**SMALL, name: "nan"})
    assert not app.exception and app.warning
    assert any(h.value == "Try it" for h in app.header)


def test_a_beginning_with_markup_is_text(words, learning):
    app = open_at("training", {**SMALL, "beginning": "<b>[x](javascript:1)</b> $a$"})
    assert not app.exception
    assert "[x](javascript:1)" not in words(app)
