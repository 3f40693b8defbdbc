import numpy as np
import pytest
import torch

from models.engine.errors import InvalidRequest
from models.text import tokenizer
from models.text.kinds import Score
from tests.arrays import assert_allclose, assert_array_equal

TEXTS = [
    "The cat sat on the mat.",
    "Once upon a time there was a king. Once upon a time there was a king.",
    "ок 你好 🙂 \n\tx",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_perplexity_equals_the_exponential_of_a_plain_loss(last_step, plain, text):
    ids = torch.tensor([tokenizer.encode(text)])
    with torch.no_grad():
        loss = plain(ids, labels=ids).loss
    assert last_step(Score(text=text)).perplexity == pytest.approx(loss.exp().item(), rel=1e-4)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_tokens_log_probability_rank_and_rivals_equal_a_plain_pass(last_step, plain, text):
    step = last_step(Score(text=text))
    ids = torch.tensor(tokenizer.encode(text))
    with torch.no_grad():
        logprobs = plain(ids[None]).logits[0, :-1].double().log_softmax(-1)
    true = logprobs.gather(1, ids[1:, None])
    assert_array_equal(step.input_ids, ids)
    assert np.isnan(step.logprobs[0]) and step.ranks[0] == 0
    assert_allclose(step.logprobs[1:], true[:, 0], atol=1e-3)
    assert_allclose(step.ranks[1:], 1 + (logprobs > true).sum(1), rtol=0.001)  # far down, neighbours nearly tie
    rivals = logprobs.topk(5)
    assert_array_equal(step.top_ids[1:], rivals.indices)
    assert_allclose(step.top_probs[1:], rivals.values.exp(), atol=1e-4)


def test_a_repeated_sentence_surprises_less_the_second_time(last_step):
    step = last_step(Score(text=TEXTS[1]))
    half = len(step.logprobs) // 2
    assert step.logprobs[half + 1 :].mean() > step.logprobs[1:half].mean() + 1


def test_a_single_token_cannot_be_scored():
    with pytest.raises(InvalidRequest, match="two tokens"):
        Score(text="cat")


def test_the_longest_text_is_scored(last_step):
    text = " the" * 256
    step = last_step(Score(text=text))
    assert len(step.logprobs) == 256 and np.isfinite(step.perplexity)
