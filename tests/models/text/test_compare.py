"""Compare, the kind of the bias family, held against plain transformers: its run is one of the text model's process."""

from dataclasses import astuple

import numpy as np
import pytest
import torch

from models import reproduce
from models.bias.evaluate import logprobs
from models.bias.infer import batches, compare
from models.bias.kinds import MOST_PROMPTS, Compare
from models.bias.lists import ORDERS, PRONOUNS, TEMPLATES, filled, occupations, prompts
from models.bias.measured import measured
from models.engine.asking import alone
from models.engine.errors import InvalidRequest
from models.text import infer, tokenizer
from tests.arrays import assert_allclose

PROMPTS = ("The nurse said that", "Yesterday the farmer was busy because", "The pilot said that", "ок 你好")
CONTINUATIONS = (*PRONOUNS, *ORDERS, " the woman")


@pytest.fixture(scope="module")
def reference(plain):
    def run(prompt, continuation):
        before, after = tokenizer.encode(prompt), tokenizer.encode(continuation)
        with torch.no_grad():
            logits = plain(torch.tensor([before + after])).logits[0, len(before) - 1 : -1].double()
        return logits.log_softmax(-1).gather(1, torch.tensor(after)[:, None]).sum().item()

    return run


def test_every_continuation_has_the_log_probability_of_a_plain_pass(net, reference):
    request = Compare(prompts=PROMPTS, continuations=CONTINUATIONS)
    given = np.full((len(PROMPTS), len(CONTINUATIONS)), np.nan)
    for step in alone(compare(net, request), lambda asks: infer.together(net, asks)):
        given[step.indices] = step.logprobs
    expected = [[reference(prompt, continuation) for continuation in CONTINUATIONS] for prompt in PROMPTS]
    assert_allclose(given, expected, atol=2e-3)


def test_the_shipped_measurement_is_what_the_model_gives(net, reference):
    chosen, words = [9, 46], [o.word for o in occupations()]
    again = logprobs(net, prompts(tuple(words[i] for i in chosen), TEMPLATES[:2]), PRONOUNS).reshape(2, 2, 2)
    assert_allclose(measured().occupations[chosen, :2], again, atol=2e-3)
    prompt = filled(TEMPLATES[0], words[0])
    assert measured().orders[0, 0] == pytest.approx(reference(prompt, ORDERS[0]), abs=2e-3)


def test_prompts_of_one_length_are_read_together_and_each_once():
    lengths = [3, 5, 3, 3, 5, 4] * 10
    parts = list(batches(lengths))
    assert sorted(i for part in parts for i in part) == list(range(60))
    assert all(len({lengths[i] for i in part}) == 1 and len(part) <= 16 for part in parts)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"prompts": ()}, "prompts"),
        ({"prompts": ("a",) * (MOST_PROMPTS + 1)}, "prompts"),
        ({"prompts": ("word " * 65,)}, "tokens"),
        ({"prompts": ("word " * 60,) * 40}, "together"),
        ({"continuations": ("",)}, "empty"),
    ],
)
def test_what_is_too_much_is_refused_in_a_sentence(fields, sentence):
    with pytest.raises(InvalidRequest, match=sentence):
        Compare(**fields)


def test_an_article_fits_the_word_and_a_word_is_never_a_pattern():
    assert filled("My neighbor is a _. Every", "architect") == "My neighbor is an architect. Every"
    assert filled("My neighbor is a _. Every", r"\1 nurse") == r"My neighbor is a \1 nurse. Every"


def test_the_python_to_take_away_prints_the_log_probabilities(net, script_start, capsys):
    request = Compare(prompts=PROMPTS[:2], continuations=CONTINUATIONS[:3])
    _start, loaded, rest = reproduce.python(request).partition(".eval()\n")
    assert loaded
    with torch.no_grad():
        exec(rest, dict(script_start))
    printed = [float(line.split()[0]) for line in capsys.readouterr().out.splitlines()]
    assert_allclose(np.reshape(printed, (2, 3)), logprobs(net, *astuple(request)[:2]), atol=2e-3)
