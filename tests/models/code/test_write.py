"""Tries: the greedy one and all probabilities are those of plain transformers; the rest is drawn as it should be."""

import numpy as np
import pytest
import torch
from scipy import stats

from models.code import source
from models.code.kinds import NEW_TOKENS, WriteCode
from models.code.measured import SAMPLES, VARIANTS, measured, pass_at
from models.code.tasks import TASKS
from models.code.write import candidates
from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest
from models.text import tokenizer
from models.text.kinds import Write
from models.workers import text as worker
from tests.arrays import assert_allclose, assert_array_equal

REQUESTS = (WriteCode(samples=2, seed=3), WriteCode(samples=2, temperature=1.2, grammar=True, ending="line"))


def run_of(net, request):
    return sorted(steps_of(worker, net, request), key=lambda step: step.number)


@pytest.fixture(scope="module", params=REQUESTS, ids=["free", "grammar"])
def run(request, net):
    return request.param, run_of(net, request.param)


def test_probabilities_are_those_of_plain_transformers_and_the_greedy_try_is_the_likeliest(run, plain):
    request, steps = run
    assert [step.number for step in steps] == [0, 1, 2]
    with torch.no_grad():
        for step in steps:
            assert_array_equal(step.input_ids, tokenizer.encode(request.prompt))
            ids = torch.tensor([[*step.input_ids, *step.output_ids]])
            rows = plain(ids).logits[0, len(step.input_ids) - 1 : -1].double().log_softmax(-1)
            theirs = rows[torch.arange(len(step.output_ids)), torch.tensor(step.output_ids)].sum()
            assert_allclose(step.logprob, float(theirs), atol=2e-3, rtol=1e-4)
            if step.number == 0 and not step.passed_over:
                assert_array_equal(step.output_ids, rows.argmax(-1))


def test_a_drawn_try_is_the_text_that_writing_gives_at_its_seed(net):
    request = WriteCode(samples=2, seed=3)
    for step in run_of(net, request)[1:]:
        seed = request.samples * request.seed + step.number - 1
        alone = Write(prompt=request.prompt, max_new_tokens=NEW_TOKENS, temperature=request.temperature, seed=seed)
        *_, last = steps_of(worker, net, alone)
        assert_array_equal(step.output_ids, last.output_ids[: len(step.output_ids)])


def test_under_the_grammar_python_can_read_every_try(run):
    request, steps = run
    for step in steps:
        text = source.source(request, step)
        assert text.startswith(f"def {request.signature}:") and text.endswith("\n")
        assert source.parses(text) or not request.grammar


def test_the_first_token_that_is_let_through_is_drawn_as_if_the_others_had_no_probability():
    logits = np.log([0.5, 0.3, 0.15, 0.05])
    drawn = []
    for seed in range(4000):
        drawn.append(next(t for t in candidates(logits, 1.0, np.random.default_rng(seed)) if t in (1, 3)))
    counts = [drawn.count(1), drawn.count(3)]
    assert stats.chisquare(counts, 4000 * np.array([0.3, 0.05]) / 0.35).pvalue > 1e-3
    assert list(candidates(logits, 1.0, None)) == [0, 1, 2, 3]
    assert set(candidates(logits, 0.0, np.random.default_rng(0))) == {0, 1, 2, 3}


def test_a_function_ends_where_a_line_begins_at_the_margin():
    request = WriteCode()
    assert source.function(request, "\n    return 1\n\n\ndef g():").endswith('"""\n    return 1\n\n')
    assert source.function(WriteCode(ending="line"), "def g():").endswith('factorial."""')
    assert source.ended(WriteCode(ending="line"), "x") and not source.ended(request, " x\n    y")


def test_shipped_measurements_are_what_the_model_writes_today(net):
    for number in (8, 21):
        row, task = measured()[number], TASKS[number]
        for variant in ("free", "grammar"):
            fields = {"signature": task.signature, "docstring": task.docstring, **VARIANTS[variant]}
            request = WriteCode(samples=SAMPLES, seed=number, **fields)
            written = [source.source(request, step) for step in run_of(net, request)]
            assert written == [one.source for one in row.tries[variant]]


def test_pass_at_k_is_the_share_of_all_sets_of_k():
    from itertools import combinations

    for right in range(6):
        tries = [True] * right + [False] * (5 - right)
        for k in range(1, 6):
            sets = list(combinations(tries, k))
            assert pass_at(k, right, 5) == pytest.approx(sum(map(any, sets)) / len(sets))


@pytest.mark.parametrize(
    "fields",
    [
        {"signature": "add"},
        {"signature": "add(a, b):\n    pass\ndef g()"},
        {"signature": "1(x)"},
        {"signature": ""},
        {"signature": "f(x): pass #"},
        {"signature": "f(x) -> int"},
        {"docstring": 'Say "hi".'},
        {"docstring": "a\nb"},
        {"docstring": "back\\slash"},
        {"samples": 21},
        {"temperature": float("nan")},
        {"signature": "f(" * 2000},
        {"docstring": "word " * 100},
        {"ending": "nowhere"},
    ],
)
def test_what_is_no_function_is_refused_in_a_sentence(fields):
    with pytest.raises(InvalidRequest):
        WriteCode(**fields)
