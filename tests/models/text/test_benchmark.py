"""The small benchmark: its questions, what counts as right, what chance gives, the answers of plain transformers."""

from collections import Counter

import pytest
import torch

from models.engine.asking import steps_of
from models.fine_tuning.tasks import CAPITALS
from models.text import infer, tokenizer
from models.text.kinds import ANSWER_TOKENS, Benchmark
from models.text.questions import Question, chance, questions
from tests.arrays import assert_array_equal


@pytest.mark.parametrize(
    "request_", [Benchmark(count=5), Benchmark(task="capitals", count=5)], ids=["sums", "capitals"]
)
def test_the_answers_are_those_that_transformers_writes_greedily(request_, net, plain):
    steps, asked = list(steps_of(infer, net, request_)), questions(request_)
    assert [step.number for step in steps] == list(range(1, len(asked) + 1))
    for step, question in zip(steps, asked, strict=True):
        ids = torch.tensor([tokenizer.encode(question.prompt)])
        out = plain.generate(
            ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=ANSWER_TOKENS, pad_token_id=2
        )
        assert_array_equal(step.output_ids, out[0, ids.shape[1] :])


@pytest.mark.parametrize("digits", [1, 2, 3, 4])
def test_sums_have_so_many_digits_and_the_right_answer(digits):
    for question in questions(Benchmark(digits=digits, count=50, seed=3)):
        a, b = (int(word.rstrip("?")) for word in question.prompt.splitlines()[0].split()[3::2])
        assert question.answer == str(a + b)
        assert all(len(str(n)) == digits for n in (a, b))


def test_no_country_is_asked_twice_and_each_has_its_capital():
    asked = questions(Benchmark(task="capitals", count=50))
    assert len(asked) == len({question.prompt for question in asked}) == len(CAPITALS)
    assert {(q.prompt, q.answer) for q in asked} == {(f"The capital of {c} is", capital) for c, capital, _ in CAPITALS}


@pytest.mark.parametrize(
    ("answer", "text", "right"),
    [
        ("12", " 12\n\nThe", True),
        ("12", "12.", True),
        ("12", " 120", False),
        ("12", " 8 + 4 = 12", False),
        ("12", "", False),
        ("12", " the answer", False),
        ("Lima", " Lima.", True),
        ("Lima", " Limassol", False),
        ("Lima", " the capital", False),
    ],
)
def test_the_first_number_or_name_counts(answer, text, right):
    assert Question("", answer).answered_by(text) is right


@pytest.mark.parametrize("digits", [1, 2])
def test_chance_is_the_share_of_the_commonest_sum_of_all_pairs(digits):
    numbers = range(10) if digits == 1 else range(10, 100)
    sums = Counter(a + b for a in numbers for b in numbers)
    assert chance(Benchmark(digits=digits)) == pytest.approx(max(sums.values()) / sums.total())
    assert chance(Benchmark(task="capitals")) == 1 / 21
