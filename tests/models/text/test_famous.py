"""The famous texts: π is π, and what a Score says of copying is what greedy writing does."""

import mpmath
import numpy as np
import torch

from models.text import tokenizer
from models.text.famous import DECLARATION, PI, SKIPPED, TEXTS
from models.text.kinds import Score
from pages.chapters.memorisation.recall import recall
from tests.arrays import assert_allclose, assert_array_equal


def test_the_digits_are_those_of_pi_and_the_twin_s_are_not():
    with mpmath.workdps(100):
        assert mpmath.nstr(+mpmath.pi, 90).startswith(PI.famous)
    assert len(PI.fresh) == len(PI.famous) and PI.fresh[2:] != PI.famous[2:]


def test_texts_are_long_enough_to_be_rated_and_fit_the_lowest_limit_of_a_host():
    for pair in (*TEXTS.values(), PI):
        assert all(SKIPPED + 10 <= tokenizer.count(text) <= 64 for text in (pair.famous, pair.fresh))


def test_a_score_tells_how_far_greedy_writing_copies(last_step, plain):
    given = 10
    known = recall(last_step(Score(text=DECLARATION.famous)))
    ids = torch.tensor([tokenizer.encode(DECLARATION.famous)])
    mask = torch.ones(1, given, dtype=torch.long)
    with torch.no_grad():
        whole = plain.generate(ids[:, :given], attention_mask=mask, max_new_tokens=20, do_sample=False)[0]
    same = (whole[given:] == ids[0, given : len(whole)]).tolist()
    assert known.copied()[given] == same.index(False) > 8
    assert whole[given + same.index(False)] == known.favourites[given + same.index(False)]


def test_the_bits_are_those_of_a_plain_pass(last_step, plain):
    known, ids = recall(last_step(Score(text=PI.famous))), torch.tensor(tokenizer.encode(PI.famous))
    with torch.no_grad():
        logprobs = plain(ids[None]).logits[0, :-1].double().log_softmax(-1)
    bits = -logprobs.gather(1, ids[1:, None])[:, 0].numpy() / np.log(2)
    assert_allclose(known.bits[1:], bits, atol=2e-3)
    assert_allclose(known.mean, bits[SKIPPED - 1 :].mean(), atol=1e-3)
    assert_array_equal(known.rated, known.bits[SKIPPED:])
