"""Writing: what the page shows is what the model gives; branches, undo, race and links bring back what they say."""

import math
import re

import numpy as np
import pytest

from models.text import tokenizer
from models.text.kinds import CompareCache, Score, Write
from pages.chapters.writing import text as writing_text
from pages.frame import export, lesson
from tests.arrays import assert_allclose

SHORT = {"tokens": "8"}
GREEDY = Write(method="greedy", max_new_tokens=8)


def run(ready, request):
    return ready.run(request).trace()


def plain(words, app):
    return words(app).replace("\\", "").replace("\u202f", " ").replace("\u200b", "")


def press(app, label):
    next(b for b in app.button if b.label == label).click()
    return app.run()


def table(app, column):
    """The table with this column, its names and cells as they are read: tables hold Markdown, so they are escaped."""
    frames = [t.value.rename(columns=lambda name: name.replace("\\", "")) for t in (*app.table, *app.dataframe)]
    found = next(frame for frame in frames if column in frame.columns)
    return found.map(lambda cell: cell.replace("\\", "") if isinstance(cell, str) else cell)


def test_the_untouched_page_shows_the_probability_of_its_whole_text(visit, ready, words):
    steps = run(ready, Write()).steps
    total = sum(math.log(p) for p in (math.exp(s.logprob) for s in steps))
    app = visit("writing")
    assert writing_text.power_of_ten(total).split(" · ")[0] in plain(words, app)
    shown = table(app, "surprise (bits)")
    assert_allclose(shown["probability (%)"].astype(float), [100 * math.exp(s.logprob) for s in steps], atol=1e-3)
    assert shown["token"].tolist() == [tokenizer.visible(s.token_id) for s in steps]


@pytest.mark.parametrize("method", ["greedy", "beam", "sample"])
def test_each_method_shows_the_tokens_it_writes(visit, ready, method):
    request = Write(method=method, max_new_tokens=8)
    app = visit("writing", method=method, **SHORT)
    assert not app.exception
    ids = run(ready, request).last.output_ids.tolist()
    assert table(app, "surprise (bits)")["id"].tolist() == ids


def test_the_tokens_of_a_beam_are_scored_one_by_one(visit, ready):
    trace = run(ready, Write(method="beam", max_new_tokens=8))
    shown = table(visit("writing", method="beam", **SHORT), "surprise (bits)")
    logs = np.log(shown["probability (%)"].astype(float) / 100)
    assert_allclose(logs.sum(), writing_text.beam_logprobs(trace.steps).sum(), atol=1e-2)


def test_the_linked_branch_of_the_lesson_is_likelier_than_the_beams_own_text_and_goes_in_circles(visit, ready):
    link = re.search(r"\(writing\?method=beam&branch=([\d.]+)\)", lesson.sections("writing")["misconception"])
    own, circling = (
        table(visit("writing", method="beam", **parameters), "surprise (bits)")
        for parameters in ({}, {"branch": link[1]})
    )
    assert circling["surprise (bits)"].sum() < own["surprise (bits)"].sum() - 10
    assert writing_text.repetition(circling["id"]) > 0.5 > writing_text.repetition(own["id"])


def test_settings_that_have_no_effect_ask_for_nothing_new(visit, ready):
    run(ready, GREEDY)
    app = visit("writing", method="greedy", temperature="0.4", seed="9", top_k="7", beams="2", **SHORT)
    assert any("**cached**" in m.value for m in app.markdown)


def test_fewer_tokens_of_a_written_text_cost_no_forward_pass(visit, ready):
    app = visit("writing", method="greedy", tokens="9", prompt="A text of my own")
    app.slider(key="tokens").set_value(5).run()
    assert ready.cached(Write(prompt="A text of my own", method="greedy", max_new_tokens=5)) is None
    assert len(table(app, "surprise (bits)")) == 5
    expected = run(ready, Write(prompt="A text of my own", method="greedy", max_new_tokens=5))
    assert table(app, "surprise (bits)")["id"].tolist() == expected.last.output_ids.tolist()


@pytest.mark.parametrize("method", ["greedy", "sample"])
def test_the_beginning_of_a_written_text_is_bit_for_bit_the_shorter_run(ready, method):
    long, short = (run(ready, Write(method=method, max_new_tokens=n)) for n in (12, 7))
    assert export.digest(writing_text.shortened(long, 7)) == export.digest(short)


def test_a_linked_tree_comes_back_text_by_text(visit, ready, words):
    first = run(ready, GREEDY).steps
    other, third = int(first[2].top_ids[1]), int(first[0].top_ids[2])
    app = visit("writing", method="greedy", branch=f"0.2.{other}-0.0.{third}-1", **SHORT)
    given = (*(s.token_id for s in first[:2]), other)
    branch = run(ready, Write(method="greedy", max_new_tokens=8, forced_ids=given))
    assert table(app, "surprise (bits)")["id"].tolist() == branch.last.output_ids.tolist()
    assert [b.label for b in app.button if b.label.startswith("Text ")] == ["Text 1", "Text 2", "Text 3"]
    assert f"Token 3 is {tokenizer.visible(other)}" in plain(words, app).replace("**", "")


def test_undo_takes_the_newest_branch_back_and_the_address_follows(visit, ready):
    other = int(run(ready, GREEDY).steps[2].top_ids[1])
    app = visit("writing", method="greedy", branch=f"0.2.{other}", **SHORT)
    press(app, "Undo the newest branch")
    assert "branch" not in app.query_params
    assert table(app, "surprise (bits)")["id"].tolist() == run(ready, GREEDY).last.output_ids.tolist()
    assert not [b for b in app.button if b.label == "Undo the newest branch"]


def test_an_older_text_of_the_tree_can_be_looked_at_again(visit, ready):
    other = int(run(ready, GREEDY).steps[2].top_ids[1])
    app = press(visit("writing", method="greedy", branch=f"0.2.{other}", **SHORT), "Text 1")
    assert table(app, "surprise (bits)")["id"].tolist() == run(ready, GREEDY).last.output_ids.tolist()
    assert app.query_params["branch"] == f"0.2.{other}-0"


def test_another_experiment_starts_with_a_tree_of_its_own(visit, ready):
    other = int(run(ready, GREEDY).steps[2].top_ids[1])
    app = visit("writing", method="greedy", branch=f"0.2.{other}", **SHORT)
    app.slider(key="penalty").set_value(1.5).run()
    assert "branch" not in app.query_params and not app.exception


@pytest.mark.parametrize(
    ("branch", "said"),
    [
        ("nonsense", "The tree starts over"),
        ("0.3.99999", "The tree starts over"),
        ("0.100.5", "that text has 8"),
        ("<script>alert(1)</script>", "The tree starts over"),
        ("0.1.5-" * 20, "The tree starts over"),
    ],
)
def test_a_wrong_tree_is_named_and_the_first_text_shown(visit, ready, words, branch, said):
    app = visit("writing", method="greedy", branch=branch, at="99999999", **SHORT)
    assert not app.exception
    assert said in plain(words, app) and "at is “99999999”" in plain(words, app) and "<script>" not in words(app)
    assert table(app, "surprise (bits)")["id"].tolist() == run(ready, GREEDY).last.output_ids.tolist()


@pytest.mark.parametrize(("parameters", "said"), [({"stop": " the"}, "stop text"), ({"tokens": "3"}, "length")])
def test_the_page_says_why_the_text_ended(visit, words, parameters, said):
    app = visit("writing", method="greedy", **{"tokens": "30", **parameters})
    assert f"**{said}**" in words(app)


def test_an_end_token_is_named_as_what_ended_the_text(visit, ready, words):
    app = visit("writing", method="greedy", branch=f"0.2.{tokenizer.EOS_ID}", **SHORT)
    assert "**end token**" in words(app)
    assert table(app, "surprise (bits)")["token"].tolist()[-1] == tokenizer.visible(tokenizer.EOS_ID)


def test_the_race_tells_sums_shares_and_texts_of_all_six(visit, ready):
    app = visit("writing", panel="race", **SHORT)
    assert not app.exception
    shown, cards = table(app, "distinct pairs (%)"), [t.value for t in app.text]
    requests = [GREEDY, Write(method="beam", max_new_tokens=8)] + [
        Write(max_new_tokens=8, **own) for own in ({"top_k": 40}, {"top_p": 0.9}, {"min_p": 0.1}, {})
    ]
    for row, request in zip(shown.to_dict("records"), requests, strict=True):
        trace = run(ready, request)
        ids = trace.last.output_ids.tolist()
        assert writing_text.text(ids).strip() in cards
        pairs = {f"{a} {b}" for a, b in zip(ids, ids[1:], strict=False)}
        assert float(row["distinct pairs (%)"]) == pytest.approx(100 * len(pairs) / (len(ids) - 1), abs=0.06)
        if request.method != "beam":
            total = sum(s.logprob for s in trace.steps)
            assert float(row["log-probability"]) == pytest.approx(total, abs=0.006)
            assert float(row["per token"]) == pytest.approx(total / len(ids), abs=0.0006)


def test_a_moved_slider_starts_no_race_but_offers_one(visit, ready):
    app = visit("writing", panel="race", **SHORT)
    app.number_input(key="seed").set_value(77).run()
    assert ready.cached(Write(max_new_tokens=8, seed=77, top_k=40)) is None
    press(app, "Run the race with the new settings")
    assert ready.cached(Write(max_new_tokens=8, seed=77, top_k=40)) is not None


def test_a_rated_text_shows_its_perplexity_ranks_and_surprise(visit, ready, words):
    step = run(ready, Score(text="Colourless green ideas sleep.")).last
    app = visit("writing", panel="surprise", text="Colourless green ideas sleep.", against="", **SHORT)
    shown = table(app, "rank")
    assert [int(r) for r in shown["rank"][1:]] == step.ranks[1:].tolist()
    assert_allclose([float(b) for b in shown["surprise (bits)"][1:]], -step.logprobs[1:] / math.log(2), atol=0.006)
    assert f"Perplexity **{step.perplexity:.1f}**" in plain(words, app)


def test_two_texts_are_compared_token_for_token(visit, ready, words):
    mat, cat = (
        run(ready, Score(text=t)).last.perplexity for t in ("The cat sat on the mat.", "The mat sat on the cat.")
    )
    app = visit("writing", panel="surprise", **SHORT)
    assert f"{max(mat, cat) / min(mat, cat):.1f} times as uncertain" in plain(words, app)


@pytest.mark.parametrize("text", ["", "a", "<b>**x**</b> $1$", "word " * 400, "سلام 👩‍👩‍👧"])
def test_any_pasted_text_gives_a_result_or_a_sentence(visit, words, text):
    app = visit("writing", panel="surprise", text=text, against=text, **SHORT)
    assert not app.exception and "Traceback" not in words(app)
    assert app.text_area(key="text").value == text


def test_the_cache_s_measurement_made_in_advance_costs_no_run(visit, words):
    app = visit("writing", panel="cache", **SHORT)
    assert "Measured in advance" in words(app)
    assert len(table(app, "with cache (ms)")) == 32


def test_the_cache_is_measured_and_said_as_a_ratio(visit, ready, words):
    trace = run(ready, CompareCache(max_new_tokens=32))  # first: a prepared one would stand in until it is whole
    app = visit("writing", panel="cache", **SHORT)
    press(app, "Measure with your text")
    with_cache, without = (
        sum(getattr(s, f"{name}_milliseconds") for s in trace.steps[1:]) for name in ("cached", "uncached")
    )
    assert f"**{without / with_cache:.1f} times**" in plain(words, app)


def test_a_prediction_is_answered_by_the_greedy_text(visit, ready, words):
    app = visit("writing", **SHORT)
    app.pills[0].set_value("never").run()
    ids = run(ready, Write(method="greedy")).last.output_ids.tolist()
    triples = [tuple(ids[i : i + 3]) for i in range(len(ids) - 2)]
    again = next((i + 3 for i, t in enumerate(triples) if t in triples[:i]), None)
    answer = "not at all" if again is None else "within the first 20" if again <= 20 else "later than that"
    assert f"The answer: {answer}" in plain(words, app)
    assert any(writing_text.text(ids) in t.value for t in app.text)


@pytest.mark.parametrize("preset", ["Story", "Chat", "Translation", "Code", "Summary", "Poem"])
def test_a_preset_sets_all_controls_and_says_what_to_expect(visit, words, preset):
    app = visit("writing", temperature="1.7", **SHORT)
    press(app, preset)
    assert not app.exception
    assert app.slider(key="temperature").value in (1.0, 0.7)
    assert re.search(rf"\*\*{preset}:\*\*", words(app))


def test_a_locked_prompt_is_kept_by_presets(visit):
    app = visit("writing", prompt="Mine", lock="prompt", method="greedy", **SHORT)
    assert all(b.disabled for b in app.button if b.label in ("Chat", "Poem"))
