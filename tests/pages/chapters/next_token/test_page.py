"""Next token: sliders cost no forward pass, a pick goes on from there, the page says what the model gives."""

import json
import re

import numpy as np
import pandas as pd
from scipy.special import logsumexp, softmax

from models.prepared import prepared
from models.text import sampling
from models.text.kinds import NextToken
from pages.chapters.next_token import numbers
from pages.frame import export
from tests.arrays import assert_allclose


def test_the_sentence_names_the_likeliest_token_and_its_probability(visit, ready, words):
    logits = ready.run(NextToken()).trace().last.logits
    shown = words(visit("next-token")).replace("\\", "")
    assert f"{100 * sampling.probs(logits).max():.1f}" in shown and "␣cat" in shown


def test_the_numbers_under_the_formula_s_symbols_give_its_probability(ready):
    trace = ready.run(NextToken()).trace()
    values, logits = numbers.of(trace), trace.last.logits.astype(float)
    assert_allclose(values["log_sum"], logsumexp(logits), rtol=1e-9)
    assert_allclose(np.exp(values["logit"] / values["warm"] - values["log_sum"]), values["warm_prob"], rtol=1e-5)
    assert_allclose(values["warm_prob"], softmax(logits).max(), rtol=1e-5)


def test_moving_temperature_or_a_filter_runs_no_forward_pass(visit, ready):
    app = visit("next-token")
    computed = ready.cached(NextToken())
    for key, value in (("temperature", 0.3), ("top_k", 5), ("top_p", 0.5), ("min_p", 0.2)):
        app.slider(key=key).set_value(value).run()
        assert not app.exception
        assert ready.cached(NextToken()).last is computed.last
    assert any(re.search(r"\*\*cached\*\*", m.value) for m in app.markdown)


def test_a_picked_token_is_appended_and_can_be_undone(visit):
    app = visit("next-token")
    before = app.text_area(key="prompt").value
    next(b for b in app.button if b.label == "Pick a token at random").click().run()
    after = app.text_area(key="prompt").value
    assert after.startswith(before) and len(after) > len(before)
    next(b for b in app.button if b.label == "Undo").click().run()
    assert app.text_area(key="prompt").value == before


def test_an_experiment_sets_the_control_it_names(visit):
    app = visit("next-token")
    next(b for b in app.button if b.label == "Lower it to 0.2").click().run()
    assert app.slider(key="temperature").value == 0.2


def test_too_long_a_text_is_refused_with_its_count_and_kept(visit):
    long = "word " * 400
    app = visit("next-token", prompt=long)
    assert app.text_area(key="prompt").value == long
    assert any(re.search(r"has 40\d tokens", w.value) for w in app.warning)


def test_what_a_teacher_hid_or_locked_no_button_changes(visit, words):
    app = visit("next-token", prompt="Hello my", hide="prompt", lock="temperature", temperature="0.5")
    buttons = {button.label: button for button in app.button}
    for label in ("Lower it to 0.2", "Raise it to 2", "Change the text", "Pick a token at random"):
        assert buttons[label].disabled
    assert "“Hello my”" in words(app)


def test_at_temperature_zero_the_bars_stay_in_their_order(visit):
    def tokens(app):
        return list(app.table[0].value["next token"])

    assert tokens(visit("next-token", temperature="0")) == tokens(visit("next-token"))


def test_a_text_that_cannot_be_run_is_said_once(visit):
    app = visit("next-token", prompt="")
    assert len([w for w in app.warning if "empty" in w.value]) == 1


def test_what_is_taken_away_has_the_temperature_and_the_filters_of_the_bars(visit):
    app = visit("next-token", temperature="0.7", top_k="5")
    app.button(key="_download_next-token").click().run()
    [code] = [block.value for block in app.code if "import torch" in block.value]
    assert "LogitsProcessorList([TemperatureLogitsWarper(0.7), TopKLogitsWarper(5)])" in code


def test_one_pass_is_called_by_its_own_form(visit, words):
    assert "· 1 forward pass ·" in words(visit("next-token"))
    assert "· 1 Durchlauf ·" in words(visit("next-token", lang="de"))


def test_the_download_says_where_a_drawing_can_be_seen(visit, words):
    app = visit("next-token")
    app.button(key="_download_next-token").click().run()
    assert "Drawings open in browsers" in words(app)


def test_the_data_name_all_that_their_numbers_depend_on():
    trace, view = prepared(NextToken()), {"temperature": 0.7, "top_k": 5, "top_p": 1.0, "min_p": 0.0}
    request = json.loads(export._json(trace, pd.DataFrame({"id": [1]}), view))["request"]
    assert request == {"prompt": "The cat sat on the", **view}
