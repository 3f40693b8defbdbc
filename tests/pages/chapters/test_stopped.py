"""A stopped run is described as what it is, under any lock: the steps that were made, and nothing of an end."""

import re

import pytest

from models.classifier.kinds import SampleStep
from models.diffusion.kinds import Denoise, DenoiseStep, DiffusionSamples, TextToImage
from models.engine import Engine
from models.text.kinds import Write, WriteStep
from models.toys.kinds import GanToy, GanToyStep
from pages.frame import export, watching
from tests.opening import open_at


def stopped(engine, request, kind, made, planned, count=len):
    """What the page keeps of a run of which so many steps of a kind were made, as Stop leaves it."""
    whole = engine.run(request).trace()
    steps, n = [], 0
    for step in whole.steps:
        if n == made:
            break
        steps.append(step)
        n += isinstance(step, kind)
    of_kind = [step for step in steps if isinstance(step, kind)]
    return watching.Stopped(request, tuple(steps), float("nan"), whole.model, made=count(of_kind), planned=planned)


@pytest.fixture
def shown(monkeypatch, words):
    """The page of a chapter whose run was stopped: the app, and its sentences."""

    def show(slug, trace, **address):
        known = Engine.cached
        monkeypatch.setattr(Engine, "cached", lambda e, r: None if r == trace.request else known(e, r))
        kept = {trace.request: trace}
        monkeypatch.setattr(watching, "_stopped", lambda: kept)
        app = open_at(slug, address)
        assert not app.exception
        return app, re.sub(r"\\", "", words(app))

    return show


def labels(app):
    return [button.label for button in app.button]


def test_a_picture_half_drawn_says_its_steps_and_nothing_of_what_was_not_read(drawing, shown):
    request = TextToImage(num_inference_steps=6)
    app, text = shown("text-to-image", stopped(drawing, request, DenoiseStep, 3, 6), steps="6")
    assert "You stopped this run at step 3 of 6" in text and "Stopped at step 3 of 6. Run it again" in labels(app)
    for wrong in ("Of 7 things", "In each of", "0 things"):  # the student's own picture is whole, and may be counted
        assert wrong not in text
    assert "Predict" not in [header.value for header in app.header]
    assert [len(table.value) for table in app.table][:1] == [3]


def test_a_denoising_half_done_claims_no_nearness_to_an_end(drawing, shown):
    app, text = shown("diffusion", stopped(drawing, Denoise(num_inference_steps=6), DenoiseStep, 3, 6), steps="6")
    assert "You stopped this run at step 3 of 6" in text and "Stopped at step 3 of 6. Run it again" in labels(app)
    for wrong in ("within", "**live**"):
        assert wrong not in text
    assert "Predict" not in [header.value for header in app.header]


def test_a_locked_text_is_stopped_and_says_who_stopped_it(ready, shown):
    request = Write(method="greedy", max_new_tokens=12)
    trace = stopped(ready, request, WriteStep, 5, 12)
    app, text = shown("writing", trace, method="greedy", tokens="12", lock="tokens")
    assert "You** stopped it" in text and "Stopped at step 5 of 12. Run it again" in labels(app)
    assert app.query_params["tokens"] == "12" and app.slider(key="tokens").value == 12


def test_a_text_without_a_lock_becomes_the_experiment_of_so_many_tokens(ready, shown):
    trace = stopped(ready, Write(method="greedy", max_new_tokens=12), WriteStep, 5, 12)
    app, text = shown("writing", trace, method="greedy", tokens="12")
    assert app.slider(key="tokens").value == 5 and "reached the **length**" in text


def test_players_stopped_under_a_lock_have_played_the_turns_they_played(ready, shown):
    trace = stopped(ready, GanToy(turns="6DG"), GanToyStep, 3, 12, lambda steps: steps[-1].number)
    number = trace.last.number
    app, text = shown("gan", trace, turns="6DG", lock="turns")
    assert f"Stopped at step {number} of 12. Run it again" in labels(app)
    assert f"After {number // 2} round" in text and app.query_params["turns"] == "6DG"


def test_a_row_of_pictures_that_was_stopped_has_those_that_were_made(drawing, shown):
    trace = stopped(drawing, DiffusionSamples(count=4, num_inference_steps=2), SampleStep, 1, 4)
    app, text = shown("families", trace, count="4", steps="2")
    assert "Stopped at step 1 of 4. Run it again" in labels(app)
    assert "**stopped**" in text
    rows = app.table[0].value
    assert [int(n) for n in rows["pictures"]] == [4, 4, 4, 1]


def test_a_link_of_a_stopped_run_has_no_digest(monkeypatch, drawing, shown):
    links = []
    monkeypatch.setattr(export, "copy_link", lambda result, **more: links.append(result))
    shown("diffusion", stopped(drawing, Denoise(num_inference_steps=6), DenoiseStep, 3, 6), steps="6")
    assert links == [""]
    monkeypatch.setattr(watching, "_stopped", dict)
    open_at("diffusion", {"steps": "6"})
    assert re.fullmatch("[0-9a-f]{8}", links[1])
