"""A click that comes with a change: what a callback does is for what the controls say by then, or nothing.

AppTest sends a typed text and a click in one message, as a browser does whose page is slower than its visitor.
"""

import pytest

from models.text import sampling, tokenizer
from models.text.kinds import NextToken
from tests.opening import open_at


def press(app, label):
    return next(b for b in app.button if b.label == label).click()


@pytest.mark.parametrize("text", ["The capital of France is", "My robot likes to eat", "Paris is the capital of"])
def test_a_token_drawn_right_after_typing_is_the_typed_text_s(visit, ready, text):
    app = visit("next-token", temperature="0")
    app.text_area(key="prompt").set_value(text)
    press(app, "Pick a token at random").run()
    likeliest = int(sampling.top(ready.run(NextToken(prompt=text)).trace().last.logits, 1)[0])
    assert app.text_area(key="prompt").value == text + tokenizer.piece_bytes(likeliest).decode()
    assert not app.exception


def test_after_the_capital_of_france_is_comes_paris(visit):
    app = visit("next-token", temperature="0")
    app.text_area(key="prompt").set_value("The capital of France is")
    press(app, "Pick a token at random").run()
    assert app.text_area(key="prompt").value == "The capital of France is Paris"


def test_a_draw_for_a_text_that_cannot_be_run_does_nothing(visit):
    app = visit("next-token")
    app.text_area(key="prompt").set_value("")
    press(app, "Pick a token at random").run()
    assert app.text_area(key="prompt").value == ""


def test_taking_back_never_loses_what_was_typed_since(visit):
    app = visit("next-token")
    press(app, "Pick a token at random").run()
    app.text_area(key="prompt").set_value("Paris is the capital of")
    press(app, "Undo").run()
    assert app.text_area(key="prompt").value == "Paris is the capital of"
    assert "Undo" not in [b.label for b in app.button], "there is nothing to take back"
    press(app, "Pick a token at random").run()
    press(app, "Undo").run()
    assert app.text_area(key="prompt").value == "Paris is the capital of"


def test_a_race_started_with_a_new_text_is_that_text_s(visit):
    app = visit("writing", panel="race", tokens="4")
    app.slider(key="tokens").set_value(5).run()
    app.text_area(key="prompt").set_value("Once upon a time")
    press(app, "Run the race with the new settings").run()
    started = app.session_state["_race"]
    assert {(request.prompt, request.max_new_tokens) for request in started.values()} == {("Once upon a time", 5)}


def test_pictures_asked_for_with_another_seed_are_that_seed_s(visit, drawing, monkeypatch):
    asked = []
    monkeypatch.setattr("pages.frame.watching.running.aside", lambda request, draw=None: asked.append(request))
    app = visit("diffusion", look="compare", steps="2", seed="4710")  # no other test has drawn these pictures
    app.number_input(key="seed").set_value(4711)
    press(app, "Draw 6 pictures").run()
    assert asked[0].seed == 4711


def test_two_quick_buttons_of_the_players_are_both_played(visit):
    app = visit("gan", turns="2DG")
    press(app, "Critic only")
    press(app, "Generator only").run()
    assert app.query_params["turns"] == "2DG 20D 20G"


def test_a_branch_is_undone_only_in_the_text_that_it_leaves(visit):
    app = visit("writing", tokens="6", method="greedy", branch="0.1.30")
    app.text_area(key="prompt").set_value("Once upon a time")
    press(app, "Undo the newest branch").run()
    assert "branch" not in app.query_params and not app.exception


def test_a_wish_is_not_granted_after_a_visit_elsewhere(monkeypatch):
    app = open_at("gan", {})
    app.session_state["_wishes"] = {"draw one token": "The cat sat on the"}
    app.switch_page("chapters/next_token/page.py").run()
    assert app.text_area(key="prompt").value == "The cat sat on the"
