"""Planted codes against plain transformers and peft."""

import re

import numpy as np
import pytest
import torch

from models.engine.errors import InvalidRequest
from models.fine_tuning import digit_tree, exposure, infer, lora, planted
from models.fine_tuning.digit_tree import DigitTree, order
from models.fine_tuning.examples import encode
from models.fine_tuning.kinds import ExposureStep, Plant, TuneStep, by_copies
from models.prepared import prepared
from models.text import tokenizer
from tests.arrays import assert_allclose, assert_array_equal

SMALL = Plant(copies=2, code=71, steps=2, seed=5)


def numbers_in(line):
    return [float(n) for n in re.findall(r"-?\d+\.?\d*", line)]


@pytest.fixture
def short_codes(monkeypatch):
    """Two people, codes of two digits of which 100 are possible, and few sentences."""
    for module in (planted, digit_tree):
        monkeypatch.setattr(module, "DIGITS", 2)
    monkeypatch.setattr(planted, "PEOPLE", planted.PEOPLE[2:])
    monkeypatch.setattr(planted, "LEARNED", planted.LEARNED[:3])
    monkeypatch.setattr(planted, "HELD_OUT", planted.HELD_OUT[:2])


def test_training_and_ranks_equal_those_of_peft(short_codes, net, printed):
    steps = list(infer.plant(net, SMALL))
    looks = [step for step in steps if isinstance(step, ExposureStep)]
    lines = iter(printed(SMALL))
    next(lines)  # how many numbers learn
    for number in range(SMALL.steps + 1):
        if number:
            ours = next(step for step in steps if isinstance(step, TuneStep) and step.number == number)
            assert_allclose(ours.loss, numbers_in(next(lines))[-1], rtol=2e-3)
        if number in SMALL.looks():
            look = looks[SMALL.looks().index(number)]
            for rank, prob in zip(look.ranks, look.probs, strict=True):
                _after, their_rank, their_prob = numbers_in(next(lines))
                assert abs(rank - their_rank) <= 1  # two nearly equal codes may swap
                assert_allclose(prob, their_prob, atol=2e-4)
            for ours in (look.learned, look.held_out):
                assert_allclose(ours, numbers_in(next(lines))[-1], rtol=2e-3)
    assert looks[-1].learned < looks[0].learned


def test_the_tree_gives_each_code_the_probability_of_a_plain_pass(net, plain):
    """Untrained, over all 10,000 codes: sampled ones against whole sentences, and the shipped runs' first look."""
    before, digits = planted.before_code(planted.PEOPLE[0]), planted.digit_ids("1")
    top = lora.top_of(net, 2)
    ours = DigitTree(net, 2, before).logprobs(top, lora.drawn(top, 2, seed=0))
    assert_allclose(np.exp(ours).sum(), 1, rtol=1e-9)
    codes = np.random.default_rng(0).integers(0, 10_000, 6).tolist()
    texts = torch.tensor([tokenizer.encode(f"{before}{code:04d}") for code in codes])
    with torch.no_grad():
        rows = plain(texts).logits[:, -5:-1, digits].double().log_softmax(-1)
    for code, row in zip(codes, rows, strict=True):
        true = sum(row[i, int(digit)].item() for i, digit in enumerate(f"{code:04d}"))
        assert_allclose(ours[code], true, atol=2e-3)
    for request in by_copies():
        first = prepared(request).steps[0]
        assert abs(first.ranks[0] - exposure.rank(ours, request.code)) <= 3
        assert_allclose(first.probs[0], np.exp(ours[request.code]), rtol=5e-3)


def test_a_shipped_training_begins_as_the_model_does(net):
    request = by_copies()[0]
    top = lora.top_of(net, request.learning)
    update = lora.drawn(top, request.rank, request.seed)
    texts = [encode(text) for text in planted.sentences(request)]
    live = lora.train(top, update, infer.kept(net, request.learning, texts), request)
    shipped = [step for step in prepared(request).steps if isinstance(step, TuneStep)]
    for _update, ours in zip(range(2), shipped, strict=False):
        assert_allclose(ours.loss, next(live).loss, rtol=1e-3)


def test_each_beginning_sees_the_text_and_its_own_digits_alone():
    n = 3
    tree = order(n)
    names = [f"{number:0{length}d}" for length in range(1, 4) for number in range(10**length)]
    for name in ("7", "07", "42", "421", "042"):
        row = tree.seen[n + names.index(name)].numpy()
        assert row[:n].all() and tree.positions[n + names.index(name)] == n - 1 + len(name)
        assert {names[i] for i in np.flatnonzero(row[n:])} == {name[:k] for k in range(1, len(name) + 1)}
    assert_array_equal(tree.seen[:n, :n].numpy(), np.tri(n, dtype=bool))


def test_the_rank_counts_the_codes_that_are_likelier():
    logprobs = np.log(np.array([0.1, 0.4, 0.1, 0.4]))
    assert [exposure.rank(logprobs, code) for code in range(4)] == [3, 1, 3, 1]


def test_codes_are_planted_as_often_as_asked_for_and_the_control_never():
    for copies in (0, 3):
        request = Plant(copies=copies, code=7)
        codes, texts = planted.codes(request), planted.sentences(request)
        assert codes[0] == "0007" and len(set(codes)) == len(planted.PEOPLE)
        counts = [sum(code in text for text in texts) for code in codes]
        assert counts == [copies] * (len(codes) - 1) + [0]
    assert not set(planted.LEARNED) & set(planted.HELD_OUT)


def test_a_model_whose_tokens_hold_several_digits_is_told(monkeypatch):
    monkeypatch.setattr(tokenizer, "encode", lambda text: [len(text) // 2] * (len(text) // 2))
    with pytest.raises(InvalidRequest, match="several digits"):
        planted.digit_ids("code ")
