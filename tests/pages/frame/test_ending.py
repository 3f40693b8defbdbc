"""Each chapter ends with three lines of its run's numbers, the guess, and the way to the next chapter."""

import re

import pytest

from models.text import sampling, tokenizer
from models.text.kinds import NextToken
from pages.chapters.tokens import numbers
from pages.frame import registry
from tests.opening import open_at

CHAPTERS = [c.slug for c in registry.written()]
NEXT = dict(zip(CHAPTERS, [*CHAPTERS[1:], ""], strict=True))
QUICK = {"gan": {"turns": "2DG"}, "diffusion": {"steps": "2"}, "families": {"steps": "2", "count": "2"}}
QUICK |= {"text-to-image": {"steps": "2"}, "writing": {"tokens": "4"}}


def ending(app):
    """The sentences after the last heading."""
    after = False
    texts = []
    for element in app.main:
        if element.type == "header":
            after = element.value in ("What you saw", "Das hast du gesehen")
        elif after and element.type == "markdown":
            texts.append(element.value)
    return texts


def links(app):
    return [link.proto for link in app.main.get("page_link")]


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_ends_with_three_lines_and_leads_to_the_next(ready, drawing, slug, lang):
    app = open_at(slug, {**QUICK.get(slug, {}), "lang": lang})
    assert not app.exception
    seen, guess = ending(app)
    assert [line[:2] for line in seen.splitlines()] == ["- "] * 3
    assert all(re.search(r"\d", line) for line in seen.splitlines()), "each line has a number of this run"
    assert not re.search(r"(?<!\\)[{}]|\bnan\b", seen)
    assert guess == ("Your guess: not made yet." if lang == "en" else "Deine Vermutung: noch keine.")
    assert [link.page for link in links(app)][-2:] == [NEXT[slug], "passport"]


def test_the_numbers_are_those_of_this_run(ready):
    app = open_at("next-token", {"prompt": "Paris is"})
    logits = ready.run(NextToken(prompt="Paris is")).trace().last.logits
    warm, cold = sampling.probs(logits, temperature=1), sampling.probs(logits, temperature=0.2)
    seen = ending(app)[0]
    assert tokenizer.visible(int(logits.argmax())) in seen.replace("\\", "").replace("\u2068", "").replace("\u2069", "")
    for value in (warm.max(), cold.max()):
        assert f"{100 * value:.1f}" in seen.replace("\\", "")


@pytest.mark.parametrize(("fits", "sentence"), [(True, "was right"), (False, "was not right")])
def test_the_guess_is_told_in_the_end_and_in_the_sidebar_in_the_same_run(visit, fits, sentence):
    app = visit("tokens")
    text = app.text_area(key="sentence").value
    right = numbers.capitals(text, tokenizer.count(text))
    app.get_by_key("_guess_tokens").set_value(right if fits else "fewer" if right != "fewer" else "many").run()
    assert sentence in ending(app)[1]
    assert any(f"First guesses right: {int(fits)} of 1" in m.value for m in app.sidebar.markdown)


def test_not_sure_is_told_as_such_and_counts_as_no_first_guess(visit):
    app = visit("tokens")
    app.get_by_key("_guess_tokens").set_value("not_sure").run()
    assert "not sure" in ending(app)[1]
    assert not any("First guesses" in m.value for m in app.sidebar.markdown)
