"""The Python that Control gives away prints the numbers that the page shows, with plain transformers."""

import ast
import contextlib
import io
import re

import numpy as np
import pytest
import torch

from models import reproduce
from models.control import steer_map
from models.control.kinds import (
    MAP_STRENGTHS,
    EffectStep,
    HarmStep,
    HeadMap,
    HeadTest,
    Hide,
    Patch,
    Steer,
    SteeredStep,
    SteerMap,
    map_layers,
)
from models.control.measures import NEUTRAL, PROMPTS
from models.engine.asking import steps_of
from models.prepared import prepared
from models.text import tokenizer
from models.workers import text as worker
from tests.arrays import assert_allclose

LOADED = ".eval()\n"  # where each script has its model
PAIR = {"clean": "In Rome people speak", "corrupt": "In Paris people speak"}


@pytest.fixture
def printed(script_start, tmp_path, monkeypatch):
    """The lines that the Python of a request prints. shorter: what is left out of it, to save time."""
    monkeypatch.chdir(tmp_path)
    model = script_start["model"]
    asked = model.config._attn_implementation

    def run(request, shorter=None):
        first, found, rest = reproduce.python(request).partition(LOADED)
        assert found and "import models" not in first and "from models" not in first
        names, out = dict(script_start), io.StringIO()
        start = ast.parse(first + found).body
        wanted = [n for n in start if isinstance(n, ast.Import | ast.ImportFrom) or "filters" in ast.unparse(n)]
        exec(compile(ast.Module(wanted, []), "imports", "exec"), names)
        for old, new in (shorter or {}).items():
            assert old in rest
            rest = rest.replace(old, new)
        model.set_attn_implementation("eager" if "eager" in found + first else asked)
        with contextlib.redirect_stdout(out), torch.no_grad():
            exec(rest, names)
        return out.getvalue().splitlines()

    yield run
    model.set_attn_implementation(asked)  # the model is shared with other tests


@pytest.fixture
def app(net):
    return lambda request: list(steps_of(worker, net, request))


def numbers(line):
    return [float(n) for n in re.findall(r"[-+]?\d+\.\d+", line)]


def test_the_python_of_patching_prints_the_shares(printed, app):
    request = Patch(**PAIR)
    pair, *steps = app(request)
    begin, *lines = printed(request)
    assert_allclose(numbers(begin), pair.differences, atol=5e-3)
    clean, corrupt = pair.differences.astype(float)
    expected = [(step.differences - corrupt) / (clean - corrupt) for step in steps]
    assert_allclose([numbers(line) for line in lines], expected, atol=2e-3)


def test_the_python_of_heads_prints_each_head_s_difference(printed):
    layers = "for layer in range(len(model.model.layers) if a != b else 0):"
    _pair, *steps = prepared(HeadMap()).steps
    lines = printed(HeadMap(), {layers: "for layer in (23,):"})[1:]
    assert_allclose(numbers(lines[0]), steps[23].differences, atol=5e-3)


def test_the_python_of_the_test_of_a_head_prints_its_means(printed):
    whole, chosen, *_others = prepared(HeadTest()).steps
    lines = printed(HeadTest(), {"(None, chosen, *others)": "(None, chosen)", "in sentences:": "in sentences[:4]:"})
    for line, step in zip(lines, (whole, chosen), strict=True):
        assert numbers(line)[-1] == pytest.approx(step.differences[:4].mean(), abs=5e-3)


def test_the_python_of_hiding_prints_what_each_word_costs(printed, app):
    request = Hide(prompt=PAIR["clean"])
    seen, *steps = app(request)
    begin, *lines = printed(request)
    assert numbers(begin)[-1] == pytest.approx(100 * np.exp(seen.logprob), abs=0.02)
    for line, step in zip(lines, reversed(steps), strict=True):
        cost, share = numbers(line)
        assert cost == pytest.approx(seen.logprob - step.logprob, abs=3e-3)
        assert share == pytest.approx(100 * seen.attention.mean(0)[step.position], abs=0.05)


def test_the_python_of_steering_prints_effect_harm_and_the_texts(printed, app):
    request = Steer(towards="The cat purrs.", away="The man talks.", layer=20, strength=0.3)
    shorter = {"size=24": "size=4", ", (0 * unit, unit, -unit, drawn / drawn.norm())": ", (0 * unit, unit)"}
    steps, lines = app(request), printed(request, shorter)
    odds = np.mean([step.odds for step in steps if isinstance(step, EffectStep)], 0)
    losses = np.mean([step.losses for step in steps if isinstance(step, HarmStep)], 0)
    texts = np.stack([step.token_ids for step in steps if isinstance(step, SteeredStep)], 1)
    for i, line in enumerate(lines):
        assert numbers(line)[:2] == pytest.approx([odds[i], np.exp(losses[i])], abs=0.02)
        assert line.endswith(repr(tokenizer.decode(texts[i, :4].tolist())))


def test_the_python_of_the_map_prints_effect_and_harm(printed, app, monkeypatch):
    monkeypatch.setattr(steer_map, "map_layers", lambda: (20,))
    shorter = {str(list(map_layers())): "[20]", str(MAP_STRENGTHS): "(0.2,)"}
    for name, texts in (("PROMPTS", PROMPTS), ("NEUTRAL", NEUTRAL)):
        monkeypatch.setattr(steer_map, name, texts[:2])
        shorter[repr(list(texts))] = repr(list(texts[:2]))
    request = SteerMap(towards="The cat purrs.", away="The man talks.")
    monkeypatch.setattr(steer_map, "MAP_STRENGTHS", (0.2,))
    [_base, step], lines = app(request), printed(request, shorter)
    odds, losses = step.odds.mean(0), step.losses.mean(0)
    for i, line in enumerate(lines):
        assert numbers(line)[-2:] == pytest.approx([odds[i], np.exp(losses[i])], abs=0.03)
