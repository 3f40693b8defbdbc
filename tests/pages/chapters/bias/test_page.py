"""The page of Bias: untouched it shows the shipped run; words, sentences and groups of one's own are run."""

import numpy as np
import pytest

from models.bias.kinds import Compare
from models.bias.lists import TEMPLATES, occupations
from models.engine.errors import InvalidRequest
from models.prepared import prepared
from pages.chapters.bias import audit, main
from pages.chapters.bias.audit import Gap
from pages.chapters.bias.controls import BiasView
from tests.opening import open_at


def plain(text):
    return str(text).replace("\\", "")


def test_the_untouched_page_shows_the_shipped_run_and_keeps_the_answer_back(words):
    app = open_at("bias", {})
    assert not app.exception and not app.warning
    said = plain(words(app))
    gap = audit.difference(audit.logprobs(prepared(Compare()))).mean()
    assert f"{gap:+.2f} nats" in said and "mean of 20 sentences" in said
    assert "r = -0.85" in said.replace("−", "-") and "“he” 13, “she” 28, neither 11" in said
    assert f"{audit.neutral().mean():+.2f}" not in said


def test_the_base_rate_moves_every_gap_alike(words):
    app = open_at("bias", {"base": "true"})
    assert not app.exception
    assert "“he” 23, “she” 21, neither 8" in plain(words(app))
    moved = audit.means(audit.of_occupations()) - audit.means(audit.of_occupations(audit.neutral()))
    assert moved == pytest.approx(audit.neutral().mean())


def test_an_own_sentence_and_groups_are_run_on_all_occupations(ready, words):
    app = open_at(
        "bias", {"words": "<b>poet</b>", "template": "The _ sang and", "first": "the man", "second": "the woman"}
    )
    assert not app.exception and not app.warning
    said = plain(words(app))
    assert "Over 52 occupations" in said and "in one sentence" in said and "<b>poet</b>" in said


@pytest.mark.parametrize("look", ["names", "pictures"])
def test_every_view_opens(look):
    app = open_at("bias", {"look": look})
    assert not app.exception and not app.warning


def test_what_cannot_be_compared_is_told_and_the_page_still_teaches():
    app = open_at("bias", {"words": "a, b, c, d", "psi": "nan", "look": "names"})
    assert not app.exception
    told = " ".join(plain(warning.value) for warning in app.warning)
    assert "4 words are given" in told and "psi" in told
    assert any(header.value == "Try it" for header in app.header)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": " , "}, "words"),
        ({"words": "x " * 200}, "tokens"),
        ({"template": "no slot"}, "slot"),
        ({"template": "_ and _"}, "slot"),
        ({"first": "she"}, "different"),
        ({"second": "word " * 20}, "tokens"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(fields, sentence):
    with pytest.raises(InvalidRequest, match=sentence):
        BiasView(**fields)


def test_a_sentence_claims_a_relation_only_where_there_is_one():
    view = BiasView()
    for shift, claim in ((1.0, "the more the model expects “she”"), (-1.0, "the more the model expects “he”")):
        gaps = [Gap(o.word, np.linspace(-0.1, 0.1, 20) + shift * (50 - o.women) / 50, o.women) for o in occupations()]
        assert claim in plain(main.said(view, gaps, gaps[:1]))
    shuffled = np.random.default_rng(1).permutation([g.women for g in audit.of_occupations()])
    gaps = [Gap(g.word, g.values, float(w)) for g, w in zip(audit.of_occupations(), shuffled, strict=True)]
    assert "no relation shows" in plain(main.said(view, gaps, gaps[:1]))


def test_a_word_is_told_to_be_expected_only_where_its_interval_leaves_zero_out():
    values = np.linspace(-1, 1, len(TEMPLATES))
    for shift, claim in ((2, "expects “he” more"), (-2, "expects “she” more"), (0, "do not tell")):
        assert claim in plain(main.said(BiasView(), [], [Gap("word", values + shift, None)]))
