"""Runs of the text family together with others: the same bits as alone, whoever joins and leaves beside them."""

import numpy as np
import pytest

from models.engine.asking import steps_of
from models.engine.local.batching import Batch
from models.engine.local.messages import Ended, Made, Start
from models.engine.trace import fields
from models.text import infer, tokenizer
from models.text.kinds import Attend, CompareCache, NextToken, Score, Write
from models.text.net import Pass, forward, forward_together, new_cache
from tests.arrays import assert_array_equal

MEASURED = {"milliseconds", "cached_milliseconds", "uncached_milliseconds"}  # times, which differ each time
REQUESTS = [
    Write(seed=1, max_new_tokens=12),
    NextToken(prompt="Once upon a time there was a cat who"),
    Write(method="beam", num_beams=3, max_new_tokens=6),
    Attend(prompt="a b c a b c a", ablated_heads=((3, 1), (20, 8))),
    Write(method="greedy", prompt="def add(a, b):", max_new_tokens=9, forced_ids=(198, 220, 1)),
    Score(text="All human beings are born free and equal in dignity and rights. " * 2),
    Write(prompt="Hello", chat=True, top_p=0.9, repetition_penalty=1.2, seed=5, max_new_tokens=8),
    Write(method="beam", num_beams=2, forced_ids=(198, 220), max_new_tokens=5),
    CompareCache(max_new_tokens=3),
]


def run_together(net, requests, gap=0):
    """The steps of each, in one batch that request i joins before turn i · gap."""
    heard, coming, turn = [], list(enumerate(requests)), 0
    batch = Batch(infer, net, heard.append)
    while coming or len(batch):
        while coming and coming[0][0] * gap <= turn:
            batch.begin(Start(*coming.pop(0)))
        batch.turn(set(range(len(requests))))
        turn += 1
    assert [message.how for message in heard if isinstance(message, Ended)] == ["done"] * len(requests)
    return [[m.step for m in heard if isinstance(m, Made) and m.number == i] for i in range(len(requests))]


def assert_same_bits(one, other):
    assert len(one) == len(other)
    for mine, theirs in zip(one, other, strict=True):
        assert type(mine) is type(theirs)
        for name, value in fields(mine).items():
            if name not in MEASURED:
                # A step checks itself: NaN is only in it where nothing is measured, as for a text's first token.
                strict = isinstance(value, np.ndarray)
                assert_array_equal(value, fields(theirs)[name], err_msg=name, strict=strict, unmeasured=True)


@pytest.fixture(scope="module")
def alone(net):
    return [list(steps_of(infer, net, request)) for request in REQUESTS]


@pytest.mark.parametrize("gap", [0, 1, 2], ids=["all at once", "one joins each turn", "some have left by then"])
def test_each_run_gets_the_bits_it_gets_alone(net, alone, gap):
    for one, other in zip(run_together(net, REQUESTS, gap), alone, strict=True):
        assert_same_bits(one, other)


def test_a_run_that_is_stopped_changes_nothing_for_the_others(net, alone):
    heard = []
    batch = Batch(infer, net, heard.append)
    for number, request in enumerate(REQUESTS[:4]):
        batch.begin(Start(number, request))
    batch.turn({0, 1, 2, 3})
    while len(batch):
        batch.turn({0, 1, 3})
    assert {m.number: m.how for m in heard if isinstance(m, Ended)} == {0: "done", 1: "done", 2: "stopped", 3: "done"}
    assert_same_bits([m.step for m in heard if isinstance(m, Made) and m.number == 0], alone[0])


def test_texts_of_any_lengths_go_through_together_as_they_do_alone(net):
    rng = np.random.default_rng(0)
    shapes = [(1, 7), (3, 1), (1, 1), (2, 4), (1, 33)]
    texts = [rng.integers(0, tokenizer.vocab_size, (batch, n)) for batch, n in shapes]
    lengths = [5, 1, 12, 3, 2]  # of what each cache holds before
    before = [rng.integers(0, tokenizer.vocab_size, (len(t), n)) for t, n in zip(texts, lengths, strict=True)]

    def caches():
        made = [new_cache(net, len(t), 50) for t in texts]
        for ids, cache in zip(before, made, strict=True):
            forward(net, ids, cache)
        return made

    expected = [forward(net, ids, cache) for ids, cache in zip(texts, caches(), strict=True)]
    together = forward_together(net, [Pass(ids, cache) for ids, cache in zip(texts, caches(), strict=True)])
    for mine, theirs in zip(together, expected, strict=True):
        assert_array_equal(mine, theirs, strict=True)


def passes_of(net, requests, monkeypatch):
    """How many texts went through the network together, for each time that it was used."""
    used = []

    def counting(net, passes):
        used.append(len(passes))
        return forward_together(net, passes)

    monkeypatch.setattr("models.text.together.forward_together", counting)
    run_together(net, requests)
    return used


def test_prompts_that_wait_together_are_read_in_one_pass(net, monkeypatch):
    requests = [*(NextToken(prompt="a " * n) for n in range(1, 8)), Attend(prompt="to be or not")]
    assert passes_of(net, requests, monkeypatch) == [8]


def test_texts_written_together_cost_the_passes_of_the_longest(net, monkeypatch):
    requests = [Write(method="greedy", prompt=f"{n} cats", max_new_tokens=n) for n in (2, 5, 3)]
    assert passes_of(net, requests, monkeypatch) == [3, 3, 2, 1, 1]


def test_a_pass_from_the_middle_gives_the_bits_of_a_whole_one_beside_passes_that_begin_elsewhere(net):
    """What the layers below left is handed over, changed at that depth or not, and others go through beside it."""
    rng = np.random.default_rng(1)
    depths, shapes = (0, 12, 29, 30, 12), ((1, 5), (2, 3), (1, 7), (1, 4), (3, 1))
    texts = [rng.integers(0, tokenizer.vocab_size, shape) for shape in shapes]
    whole, handed = [], []
    for ids, at in zip(texts, depths, strict=True):
        kept = []

        def edit(depth, x, at=at, kept=kept):
            if depth == at:
                kept.append(x.copy())
                x[0] += 1

        whole.append(forward_together(net, [Pass(ids, new_cache(net, *ids.shape), edit=edit)])[0])
        states = kept[0].copy()
        states[0] += 1
        handed.append(Pass(ids, new_cache(net, *ids.shape), depth=at, states=states))
    before = [p.states.copy() for p in handed]
    for mine, theirs in zip(forward_together(net, handed), whole, strict=True):
        assert_array_equal(mine, theirs, strict=True)
    for p, states in zip(handed, before, strict=True):
        assert_array_equal(p.states, states, strict=True)  # read, never written to
