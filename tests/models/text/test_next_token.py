import numpy as np
import pytest
import torch

from models.engine.errors import InvalidRequest
from models.text import sampling, tokenizer
from models.text.kinds import NextToken
from tests.arrays import assert_array_equal

PROMPTS = [
    "The cat sat on the",
    "def fibonacci(n):\n    ",
    "<|im_start|>user\nWho are you?<|im_end|>\n<|im_start|>assistant\n",
    "Der schnelle braune Fuchs springt über den",
    "אבג 中文 🙂‍↔️ 2026",
    "a",
    "one two three four " * 60,
]


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda p: repr(p[:20]))
def test_every_probability_equals_a_plain_transformers_pass(last_step, plain, prompt):
    step = last_step(NextToken(prompt=prompt))
    with torch.no_grad():
        expected = plain(torch.tensor([tokenizer.encode(prompt)])).logits[0, -1]
    assert step.input_ids.tolist() == tokenizer.encode(prompt)
    assert step.logits.shape == (tokenizer.vocab_size,) and step.logits.dtype == np.float32
    assert np.abs(sampling.softmax(step.logits) - expected.double().softmax(-1).numpy()).max() <= 1e-4
    assert np.abs(step.logits - expected.numpy()).max() <= 2e-3  # rounding of another order of sums, 30 layers deep


def test_the_cat_sat_on_the_gives_the_known_probabilities(last_step):
    probs = sampling.softmax(last_step(NextToken()).logits)
    best = sampling.top(probs, 5)
    assert [tokenizer.decode([i]) for i in best] == [" cat", " moon", " cou", " golden", " sun"]
    assert np.round(probs[best], 4).tolist() == [0.0713, 0.0496, 0.0375, 0.0275, 0.0254]


def test_the_second_call_gives_the_same_bits(last_step):
    first = last_step(NextToken(prompt=PROMPTS[1]))
    last_step(NextToken(prompt=PROMPTS[2]))
    assert_array_equal(first.logits, last_step(NextToken(prompt=PROMPTS[1])).logits)


def test_one_pass_is_counted(last_step):
    assert last_step(NextToken(prompt="a")).passes == 1


def test_a_prompt_whose_characters_have_no_token_is_refused():
    with pytest.raises(InvalidRequest, match="no token"):
        NextToken(prompt="\x04")
