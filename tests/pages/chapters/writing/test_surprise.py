"""Rate a text: each text's numbers are its own, and a text that cannot be judged has none."""

import math

import pytest

from models.text.kinds import Score


def perplexity(ready, text):
    return float(ready.run(Score(text=text)).trace().last.perplexity)


def plain(text):
    """Without marks of thousands, and without what keeps texts from being markup."""
    return text.replace(",", "").replace("\\", "")


CAT, GREEN = "The cat sat on the mat.", "Colorless green ideas sleep furiously."


@pytest.mark.parametrize("bad", ["x", "word " * 300], ids=["of one token", "too long"])
@pytest.mark.parametrize("which", ["text", "against"])
def test_a_text_that_cannot_be_judged_has_no_result_and_no_comparison(visit, ready, words, which, bad):
    good = {"text": CAT, "against": GREEN}
    app = visit("writing", panel="surprise", tokens="2", **{**good, which: bad})
    shown = plain(words(app))
    assert shown.count("Perplexity **") == 1 and "times as uncertain" not in shown
    other = good["against" if which == "text" else "text"]
    assert f"Perplexity **{perplexity(ready, other):.1f}**" in shown


def test_two_texts_are_compared_by_their_own_numbers(visit, ready, words):
    shown = plain(words(visit("writing", panel="surprise", tokens="2", text=CAT, against=GREEN)))
    first, second = perplexity(ready, CAT), perplexity(ready, GREEN)
    assert math.isclose(first, 210.1, abs_tol=0.1) and math.isclose(second, 5696.9, abs_tol=0.2)
    for value in (first, second):
        assert f"Perplexity **{value:.1f}**" in shown
    assert f"{second / first:.1f} times as uncertain in the second text" in shown
