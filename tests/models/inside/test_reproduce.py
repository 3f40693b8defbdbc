"""The Python that Inside gives away prints the numbers that the page shows, with plain transformers."""

import contextlib
import io
import re

import pytest
import torch

from models import reproduce
from models.engine.asking import steps_of
from models.inside.kinds import Broken, Inside
from models.text import sampling, tokenizer
from models.text.kinds import NextToken
from models.workers import text as worker
from pages.chapters.inside import numbers
from tests.arrays import assert_allclose

LOADED = ".eval()\n"  # where each script has its model
PROMPT = "In Rome people speak"


@pytest.fixture
def printed(script_start):
    """The lines that the Python of a request prints; the model that it breaks is whole again after it."""
    model = script_start["model"]
    layers = model.model.layers

    def run(request):
        first, found, rest = reproduce.python(request).partition(LOADED)
        assert found and "import models" not in first and "from models" not in first
        out, names = io.StringIO(), dict(script_start)
        try:
            with contextlib.redirect_stdout(out), torch.no_grad():
                exec(rest, names)
        finally:
            model.model.layers, model.config.num_hidden_layers = layers, len(layers)
            for module in model.modules():
                for hooks in (module._forward_hooks, module._forward_pre_hooks):
                    for key in [key for key, hook in hooks.items() if getattr(hook, "__globals__", None) is names]:
                        del hooks[key]  # the script's alone: transformers has hooks of its own
                        module._forward_hooks_with_kwargs.pop(key, None)
        return out.getvalue().splitlines()

    return run


@pytest.fixture
def app(net):
    def last(request):
        *_, step = steps_of(worker, net, request)
        return step

    return last


def values(line):
    return [float(n) for n in re.findall(r"[-+]?\d+\.\d+", line)]


def test_the_python_of_inside_prints_logits_parts_and_neurons(printed, app):
    request = Inside(prompt=PROMPT, token=3)
    step, lines = app(request), printed(request)
    given = numbers.parts(step, 0)
    for line, logit, prob in zip(lines[:3], step.logits, step.probs, strict=False):
        assert values(line) == pytest.approx([logit, 100 * prob], abs=0.02)
    assert values(lines[10]) == pytest.approx([given.embedding], abs=2e-3)
    for i, line in enumerate(lines[11:]):
        attention, mlp = values(line)
        assert_allclose([attention, mlp], [given.attention[i], given.mlp[i]], atol=2e-3)
    assert re.findall(r"\d+", lines[-1].split("neurons")[1])[0] == str(step.neurons[-1, 0])


@pytest.mark.parametrize(
    "request_",
    [
        Broken(prompt=PROMPT),
        Broken(prompt=PROMPT, part="order"),
        Broken(prompt=PROMPT, part="queries", everywhere=True),
        Broken(prompt=PROMPT, part="values", layer=20),
        Broken(prompt=PROMPT, part="head", layer=23, head=4),
        Broken(prompt=PROMPT, part="attention", layer=0),
        Broken(prompt=PROMPT, part="mlp", layer=15),
        Broken(prompt=PROMPT, part="layer", layer=10),
        Broken(prompt=PROMPT, part="swap", layer=10, other=11),
    ],
    ids=lambda request: request.part,
)
def test_the_python_of_what_is_broken_prints_both_runs(printed, app, request_):
    before, after = (sampling.softmax(app(r).logits) for r in (NextToken(prompt=PROMPT), request_))
    whole, broken, moved = printed(request_)
    assert values(whole)[0] == pytest.approx(100 * before.max(), abs=0.03)
    assert repr(tokenizer.decode([int(after.argmax())])) in broken
    assert values(broken)[0] == pytest.approx(100 * after.max(), abs=0.03)
    assert values(moved)[0] == pytest.approx(100 * numbers.moved(before, after), abs=0.05)
