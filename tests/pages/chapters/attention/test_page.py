"""Attention: the sentence says what the head's matrix holds; a head switched off changes the bars' numbers."""

import numpy as np

from models.text import heads, sampling
from models.text.kinds import Attend


def test_the_sentence_gives_the_share_of_the_chosen_head(visit, ready, words):
    step = ready.run(Attend()).trace().last
    shown = words(visit("attention", layer="5", head="3")).replace("\\", "")
    assert f"{100 * float(step.attentions[5, 3, -1].max()):.0f}" in shown
    assert "layer 5, head 3" in shown


def test_the_counts_of_kinds_are_those_of_the_measurement(visit, ready, words):
    step = ready.run(Attend()).trace().last
    first = int((heads.first_token(step.attentions) >= 0.5).sum())
    assert f", {first} spend at least half" in words(visit("attention")).replace("\\", "")


def test_switching_heads_off_by_the_address_changes_the_next_token(visit, ready, words):
    ablated = ready.run(Attend(ablated_heads=tuple((0, h) for h in range(9)))).trace().last
    whole = ready.run(Attend()).trace().last
    top = int(np.argmax(whole.logits))
    shown = words(visit("attention", off="0.*")).replace("\\", "")
    assert "9 of 270 heads are off" in shown
    assert f"{100 * sampling.softmax(ablated.logits)[top]:.1f}" in shown


def test_the_experiment_switches_a_layer_off_and_the_button_switches_all_on(visit):
    app = visit("attention")
    next(b for b in app.button if b.label == "Switch off layer 0").click().run()
    assert app.text_input(key="off").value == "0.*" and not app.exception
    next(b for b in app.button if b.label == "Switch all on").click().run()
    assert app.text_input(key="off").value == ""


def test_what_switched_off_heads_change_is_said_only_where_some_are_off(visit, ready, words):
    whole = ready.run(Attend()).trace().last
    top = int(np.argmax(whole.logits))
    shown = words(visit("attention")).replace("\\", "")
    assert "heads are off" not in shown and "switched off: 0" not in shown
    first = next(depth for depth in range(31) if (whole.lens_ids[depth:, 0] == top).all())
    assert f"for good after {first} of 30 layers" in shown
