"""Given tokens of a Write: forcing what would have been written changes nothing, and forcing another is a branch."""

from dataclasses import replace

import numpy as np
import pytest

from models.engine.asking import steps_of
from models.text import infer, tokenizer
from models.text.kinds import Write
from tests.arrays import assert_allclose


@pytest.fixture(scope="module")
def net():
    return infer.load(lambda template, **values: None)


GREEDY = Write(method="greedy", max_new_tokens=12)
SAMPLED = Write(max_new_tokens=12, temperature=0.9, top_p=0.95, seed=4)
PENALISED = replace(SAMPLED, repetition_penalty=1.3, chat=True)


@pytest.mark.parametrize("request_", [GREEDY, SAMPLED, PENALISED], ids=["greedy", "sampled", "penalised chat"])
def test_forcing_the_first_tokens_of_a_text_gives_the_same_text_in_fewer_passes(net, request_):
    free = list(steps_of(infer, net, request_))
    given = tuple(step.token_id for step in free[:7])
    forced = list(steps_of(infer, net, replace(request_, forced_ids=given)))
    assert [s.token_id for s in forced] == [s.token_id for s in free]
    assert forced[-1].output_ids.tolist() == free[-1].output_ids.tolist() and forced[-1].finish == free[-1].finish
    for name in ("logprob", "filtered_prob", "entropy_bits"):
        assert_allclose([getattr(s, name) for s in forced], [getattr(s, name) for s in free], atol=1e-4)
    assert sum(s.passes for s in forced) == len(free) - 6 and sum(s.passes for s in free) == len(free)


def test_another_token_is_scored_as_the_model_scores_it_there_and_writing_goes_on_after_it(net):
    free = list(steps_of(infer, net, GREEDY))
    second = int(free[3].top_ids[1])
    given = (*(s.token_id for s in free[:3]), second)
    branch = list(steps_of(infer, net, replace(GREEDY, forced_ids=given)))
    assert_allclose(np.exp(branch[3].logprob), free[3].top_probs[1], atol=1e-5)
    assert branch[3].filtered_prob == 0.0, "greedy search gives any but the likeliest token nothing"
    assert tuple(branch[-1].output_ids[:4].tolist()) == given and len(branch) == 12


def test_beams_set_out_from_the_end_of_the_given_tokens(net):
    free = list(steps_of(infer, net, GREEDY))
    given = tuple(s.token_id for s in free[:5])
    beams = list(steps_of(infer, net, replace(GREEDY, method="beam", num_beams=3, forced_ids=given)))
    assert tuple(beams[-1].output_ids[:5].tolist()) == given
    assert all(tuple(row[:5].tolist()) == given for row in beams[-1].beam_ids)
    assert_allclose(beams[4].beam_scores[0], sum(s.logprob for s in free[:5]), atol=1e-3)
    assert beams[-1].beam_scores[0] >= sum(s.logprob for s in free) - 1e-3, "greedy is one of the texts they try"


@pytest.mark.parametrize("method", ["greedy", "sample", "beam"])
def test_a_given_end_token_ends_the_text(net, method):
    steps = list(steps_of(infer, net, Write(method=method, forced_ids=(5, tokenizer.EOS_ID, 7))))
    assert steps[-1].finish == "end token" and steps[-1].output_ids.tolist() == [5, tokenizer.EOS_ID]


def test_a_wholly_given_text_is_judged_in_one_pass(net):
    steps = list(steps_of(infer, net, Write(method="greedy", max_new_tokens=3, forced_ids=(5, 6, 7))))
    assert [s.passes for s in steps] == [1, 0, 0] and steps[-1].finish == "length"
