"""Answers, greedy and drawn: those of plain transformers, and of the same texts written one by one."""

import numpy as np
import pytest
import torch

from models.answers.kinds import NEW_TOKENS, Ask
from models.answers.measured import measured
from models.answers.questions import normal, text_of
from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest
from models.text import tokenizer
from models.text.kinds import Write
from models.workers import text as worker
from tests.arrays import assert_allclose, assert_array_equal

REQUESTS = (Ask(samples=3, seed=2), Ask(question="Wo liegt Köln?\n🙂", fact="Cologne lies on the Rhine.", samples=2))


@pytest.fixture(scope="module", params=REQUESTS, ids=["alone", "with a fact"])
def run(request, net):
    [step] = steps_of(worker, net, request.param)
    return request.param, step


def test_the_greedy_answer_and_all_probabilities_are_those_of_plain_transformers(run, plain):
    request, step = run
    assert_array_equal(step.input_ids, tokenizer.encode(request.prompt))
    with torch.no_grad():
        for row, (output_ids, logprob) in enumerate(zip(step.output_ids, step.logprobs, strict=True)):
            answer = output_ids[output_ids >= 0]
            ids = torch.tensor([[*step.input_ids, *answer]])
            rows = plain(ids).logits[0, len(step.input_ids) - 1 : -1].double().log_softmax(-1)
            theirs = rows[torch.arange(len(answer)), torch.tensor(answer)].sum()
            assert_allclose(logprob, float(theirs), atol=1e-3)
            if row == 0:
                assert_array_equal(answer, rows.argmax(-1))


def test_each_sample_is_the_text_that_writing_gives_at_its_seed(run, net):
    request, step = run
    for i in range(2):
        alone = Write(
            prompt=request.prompt, max_new_tokens=NEW_TOKENS, stop="\n", seed=request.samples * request.seed + i
        )
        *_, last = steps_of(worker, net, alone)
        ours = step.output_ids[1 + i]
        assert_array_equal(ours[ours >= 0], last.output_ids)
    assert step.passes <= NEW_TOKENS


def test_a_shipped_measurement_is_what_the_model_answers_today(net):
    for row in (measured()[45], measured()[180]):
        [step] = steps_of(worker, net, Ask(question=row.question.question, seed=row.number))
        assert [text_of(ids) for ids in step.output_ids] == [row.greedy, *row.samples]
        assert_allclose(step.logprobs[0], row.logprob, atol=1e-3)


def test_a_shipped_measurement_with_a_fact_is_what_the_model_answers_today(net):
    from models.answers.measure import facts

    row = measured()[10]
    for variant in ("right", "false"):
        fact = facts(10)[variant]
        [step] = steps_of(worker, net, Ask(question=row.question.question, fact=fact, samples=0))
        assert text_of(step.output_ids[0]) == row.helped[variant]


def test_two_seeds_share_no_random_numbers():
    seeds = [range(10 * seed, 10 * seed + 10) for seed in (0, 1, 2)]
    assert len({n for numbers in seeds for n in numbers}) == 30


def test_a_question_is_one_line_whatever_a_visitor_types():
    prompt = Ask(question="Who?\n\nQuestion: What\tis 1 plus 1?").prompt
    assert prompt.endswith("\n\nQuestion: Who? Question: What is 1 plus 1?\nAnswer:")
    assert Ask(question="Who?", fact="A.\nB.").prompt.count("Fact:") == 3


@pytest.mark.parametrize("fields", [{"question": ""}, {"question": "why " * 80}, {"fact": "x " * 80}, {"samples": 21}])
def test_what_is_outside_the_limits_is_refused_in_a_sentence(fields):
    with pytest.raises(InvalidRequest):
        Ask(**fields)


def test_an_answer_is_the_first_line_without_its_end():
    ids = np.array([*tokenizer.encode(" Lima.\n\nQuestion"), 2, -1])
    assert text_of(ids) == "Lima." and normal("The Lima.") == "lima"
