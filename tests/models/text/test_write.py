from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import stats
from transformers import (
    LogitsProcessorList,
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from models.engine.asking import steps_of
from models.text import infer, tokenizer
from models.text.kinds import CompareCache, Write
from models.text.write import choose
from tests.arrays import assert_allclose, assert_array_equal

CASES = [
    {"prompt": "The cat sat on the", "max_new_tokens": 32},
    {"prompt": "What is the capital of France?", "chat": True, "max_new_tokens": 16},
    {"prompt": "1 2 3 4 1 2 3", "repetition_penalty": 1.3, "max_new_tokens": 16},
    {"prompt": "def add(a, b):", "max_new_tokens": 16},
]


def generate(plain, request, **options):
    ids = tokenizer.chat(request.prompt) if request.chat else tokenizer.encode(request.prompt)
    output = plain.generate(
        torch.tensor([ids]),
        attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        do_sample=False,
        max_new_tokens=request.max_new_tokens,
        eos_token_id=list(tokenizer.end_ids),
        pad_token_id=tokenizer.EOS_ID,
        repetition_penalty=request.repetition_penalty,
        **options,
    )
    return output[0, len(ids) :].tolist()


def written(net, request):
    return list(steps_of(infer, net, request))


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_greedy_text_equals_generate_token_for_token(net, plain, case):
    request = Write(method="greedy", **case)
    steps = written(net, request)
    assert steps[-1].output_ids.tolist() == generate(plain, request) == [step.token_id for step in steps]
    assert all(step.filtered_prob == 1 for step in steps)


@pytest.mark.parametrize(("case", "num_beams"), list(zip(CASES, [5, 2, 4, 8], strict=True)), ids=range(len(CASES)))
def test_beam_text_equals_generate_token_for_token(net, plain, case, num_beams):
    request = Write(method="beam", num_beams=num_beams, **case)
    steps = written(net, request)
    assert steps[-1].output_ids.tolist() == generate(plain, request, num_beams=num_beams)
    assert [step.beam_ids.shape[1] for step in steps] == list(range(1, len(steps) + 1))
    assert all((np.diff(step.beam_scores) <= 0).all() for step in steps)


def test_a_beams_score_is_the_sum_of_its_tokens_log_probabilities(net, plain):
    request = Write(method="beam", num_beams=3, max_new_tokens=6)
    ids = tokenizer.encode(request.prompt)
    last = written(net, request)[-1]
    for beam, score in zip(last.beam_ids, last.beam_scores, strict=True):
        with torch.no_grad():
            logprobs = plain(torch.tensor([[*ids, *beam]])).logits[0, len(ids) - 1 : -1].double().log_softmax(-1)
        assert score == pytest.approx(logprobs.gather(1, torch.tensor(beam)[:, None]).sum().item(), abs=1e-3)


def test_each_step_reports_the_models_own_distribution_before_any_filter(net, plain):
    request = Write(temperature=0.7, top_k=40, top_p=0.9, min_p=0.02, repetition_penalty=1.2, max_new_tokens=12, seed=5)
    ids = tokenizer.encode(request.prompt)
    for step in written(net, request):
        with torch.no_grad():
            logits = plain(torch.tensor([ids])).logits[:, -1].double()
        probs = logits.softmax(-1)[0]
        filters = LogitsProcessorList(
            [
                RepetitionPenaltyLogitsProcessor(1.2),
                TemperatureLogitsWarper(0.7),
                TopKLogitsWarper(40),
                TopPLogitsWarper(0.9),
                MinPLogitsWarper(0.02),
            ]
        )
        filtered = filters(torch.tensor([ids]), logits).softmax(-1)[0]
        assert step.logprob == pytest.approx(probs[step.token_id].log().item(), abs=1e-3)
        assert step.filtered_prob == pytest.approx(filtered[step.token_id].item(), abs=1e-4)
        assert step.entropy_bits == pytest.approx(stats.entropy(probs, base=2), abs=1e-3)
        assert_allclose(step.top_probs, probs.topk(20).values, atol=1e-4)
        assert_allclose(probs[torch.tensor(step.top_ids)], probs.topk(20).values, atol=1e-4)
        ids.append(step.token_id)


def test_the_same_seed_writes_bit_identical_steps_and_another_seed_another_text(net):
    first, second = (written(net, Write(seed=3, max_new_tokens=16)) for _ in range(2))
    assert len(first) == len(second)
    for one, two in zip(first, second, strict=True):
        assert (one.token_id, one.logprob, one.filtered_prob, one.entropy_bits) == (
            two.token_id,
            two.logprob,
            two.filtered_prob,
            two.entropy_bits,
        )
        assert_array_equal(one.top_probs, two.top_probs)
    other = written(net, Write(seed=4, max_new_tokens=16))
    assert [s.token_id for s in other] != [s.token_id for s in first]


def test_sampled_tokens_follow_transformers_filtered_distribution():
    logits = np.random.default_rng(0).normal(0, 3, 200)
    request = Write(temperature=1.5, top_k=12, top_p=0.9)
    scores = torch.tensor(logits)[None]
    for warper in (TemperatureLogitsWarper(1.5), TopKLogitsWarper(12), TopPLogitsWarper(0.9)):
        scores = warper(None, scores)
    expected = scores.softmax(-1)[0].numpy()
    rng = np.random.default_rng(1)
    counts = np.bincount([choose(logits, [0], request, rng)[0] for _ in range(5000)], minlength=200)
    assert counts[expected == 0].sum() == 0
    kept = expected > 0
    assert stats.chisquare(counts[kept], 5000 * expected[kept]).pvalue > 0.001


def test_temperature_zero_writes_the_greedy_text(net):
    greedy = written(net, Write(method="greedy", max_new_tokens=12))[-1]
    cold = written(net, Write(method="sample", temperature=0, max_new_tokens=12))[-1]
    assert_array_equal(cold.output_ids, greedy.output_ids)


def test_writing_ends_at_the_length(net):
    steps = written(net, Write(max_new_tokens=5))
    assert [s.finish for s in steps] == [None] * 4 + ["length"]
    assert [s.passes for s in steps] == [1] * 5
    assert all(s.milliseconds > 0 for s in steps)
    assert [s.output_ids is None for s in steps] == [True] * 4 + [False]


@pytest.mark.parametrize("method", ["greedy", "beam"])
def test_writing_ends_at_the_end_token(net, method):
    request = Write(prompt="What is the capital of France?", chat=True, method=method, max_new_tokens=128)
    last = written(net, request)[-1]
    assert last.finish == "end token" and last.output_ids[-1] in tokenizer.end_ids


@pytest.mark.parametrize("method", ["greedy", "sample"])
def test_writing_ends_where_the_stop_text_appears(net, method):
    full = written(net, Write(method=method, max_new_tokens=20, seed=1))[-1].output_ids.tolist()
    stop = tokenizer.decode(full[6:8])[1:]  # begins inside a token
    last = written(net, Write(method=method, max_new_tokens=20, seed=1, stop=stop))[-1]
    assert last.finish == "stop text"
    assert stop in tokenizer.decode(last.output_ids.tolist())
    assert stop not in tokenizer.decode(last.output_ids.tolist()[:-1])


def test_no_beam_goes_on_after_the_stop_text(net):
    request = Write(method="beam", num_beams=3, max_new_tokens=12)
    stop = tokenizer.decode(written(net, request)[4].beam_ids[0].tolist())[-2:]
    steps = written(net, replace(request, stop=stop))
    for step in steps[:-1]:
        assert all(stop not in tokenizer.decode(beam.tolist()) for beam in step.beam_ids)
    text = tokenizer.decode(steps[-1].output_ids.tolist())
    assert (steps[-1].finish == "stop text") == (stop in text)


def test_closing_the_iterator_stops_the_work(net):
    run = steps_of(infer, net, Write(max_new_tokens=128))
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)


def test_with_and_without_a_cache_the_same_greedy_tokens_come_and_each_is_timed(net, plain):
    steps = written(net, CompareCache(max_new_tokens=10))
    expected = generate(plain, Write(method="greedy", max_new_tokens=10))
    assert [step.token_id for step in steps] == expected
    assert all(step.passes == 2 for step in steps)
    assert sum(s.uncached_milliseconds for s in steps[1:]) > sum(s.cached_milliseconds for s in steps[1:])
