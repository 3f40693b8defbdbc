"""The shipped questions with truth and source: what counts as right, what as one answer, what is looked up."""

import math
import re

import pytest
from bm25s.stopwords import STOPWORDS_EN

from models.answers import retrieval
from models.answers.kinds import Ask
from models.answers.measured import VARIANTS, measured
from models.answers.questions import begins_with, declines, false_fact, irrelevant_fact, known, normal, of, questions
from models.fine_tuning.tasks import CAPITALS


def test_each_question_has_its_truth_in_its_fact_and_a_source():
    assert len(known()) >= 160 and len({q.question for q in questions()}) == len(questions())
    for question in known():
        assert question.answers[0] in question.fact and question.answered_by(question.answers[0])
        assert question.source == "computed" or question.source.startswith("https://")
        Ask(question=question.question, fact=question.fact)  # within the limits
    for question in questions()[len(known()) :]:
        assert not question.answers and question.kind in ("premise", "invented")


def test_sums_are_right_and_capitals_are_those_that_another_list_has():
    for question in known():
        if question.kind == "sum":
            a, op, b = re.fullmatch(r"What is (\d+) (plus|times) (\d+)\?", question.question).groups()
            assert question.answers == (str(int(a) + int(b) if op == "plus" else int(a) * int(b)),)
    theirs = {country: capital for country, capital, _ in CAPITALS}
    ours = {q.question.removeprefix("What is the capital of ").rstrip("?"): q for q in known() if q.kind == "capital"}
    shared = set(theirs) & set(ours)
    assert len(shared) > 5
    assert all(ours[country].answered_by(theirs[country]) for country in shared)


@pytest.mark.parametrize(
    ("text", "right"),
    [("Lima", True), ("the LIMA.", True), ("Lima, Peru", True), ("Limassol", False), ("", False), ("Not Lima", False)],
)
def test_an_answer_is_right_that_begins_with_the_truth(text, right):
    assert begins_with(text, ["Lima"]) is right


def test_spellings_that_mean_the_same_letters_are_one():
    assert normal("São Tomé") == normal("sao tome!") and normal("An Ox") == "ox" and normal("…") == "…"
    assert normal("北京") == "北京" and normal("кот") != normal("кит")
    assert of("what is the capital of PERU").answers == ("Lima",) and of("Why?") is None


@pytest.mark.parametrize(
    ("text", "no"), [("No one.", True), ("I don't know", True), ("0", True), ("Nobel", False), ("Sally Ride", False)]
)
def test_an_answer_that_says_there_is_none_is_told_apart(text, no):
    assert declines(text) is no


def test_a_false_fact_is_false_and_an_irrelevant_one_is_of_another_kind():
    kinds = {question.fact: question.kind for question in known()}
    for number, question in enumerate(known()):
        fact, lie = false_fact(number)
        assert lie in fact and fact != question.fact and not question.answered_by(lie)
        assert kinds[irrelevant_fact(number)] != question.kind


def test_what_is_looked_up_is_what_bm25_by_hand_finds():
    facts, asked = [q.fact for q in known()], "Which city is the capital of Turkey?"
    texts = [[w for w in re.findall(r"\b\w\w+\b", t.lower()) if w not in STOPWORDS_EN] for t in (*facts, asked)]
    words, query = texts[:-1], texts[-1]
    mean = sum(map(len, words)) / len(words)

    def score(i):
        total = 0.0
        for word in query:
            holders, times = sum(word in other for other in words), words[i].count(word)
            rarity = math.log(1 + (len(facts) - holders + 0.5) / (holders + 0.5))
            total += rarity * times / (times + 1.5 * (1 - 0.75 + 0.75 * len(words[i]) / mean))
        return total

    best = max(range(len(facts)), key=score)
    hit = retrieval.hits(asked)[0]
    assert hit.fact == facts[best] == "The capital of Turkey is Ankara."
    assert hit.score == pytest.approx(score(best), rel=1e-4)


def test_what_is_left_out_is_not_found_and_nothing_where_no_word_is_shared():
    question = known()[0]
    assert retrieval.hits(question.question)[0].fact == question.fact
    assert all(hit.fact != question.fact for hit in retrieval.hits(question.question, without=question.fact))
    assert retrieval.hits("xyzzy?") == retrieval.hits("") == retrieval.hits("的") == []


def test_each_measurement_is_of_its_question():
    rows = measured()
    assert [row.question for row in rows] == list(questions())
    for row in rows:
        assert len(row.samples) == 10 and row.logprob <= 0
        assert set(row.helped) == (set(VARIANTS) if row.question.answers else set())
