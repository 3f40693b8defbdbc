"""The Python that the app gives away needs nothing of this project, and prints the numbers that the pages show."""

import ast
import contextlib
import io
import math
import re

import pytest
import torch

from models import reproduce
from models.engine.asking import steps_of
from models.text import infer, sampling, tokenizer
from models.text.kinds import Attend, Benchmark, CompareCache, NextToken, Score, Write
from models.text.questions import questions
from pages.chapters.writing import text
from tests.arrays import assert_allclose

LOADED = ".eval()\n"  # where each script has its model
GIVEN = (260, 2644, 338)


@pytest.fixture
def loaded(script_start):
    with torch.no_grad():  # as each script has it
        yield script_start


@pytest.fixture
def printed(loaded, tmp_path, monkeypatch):
    """What the Python of a request prints, and what is defined at its end."""
    monkeypatch.chdir(tmp_path)

    def run(request, view=None):
        first, found, rest = reproduce.python(request, view).partition(LOADED)
        assert found and "import models" not in first and "from models" not in first
        names, out = dict(loaded), io.StringIO()
        imports = [node for node in ast.parse(first + found).body if isinstance(node, ast.Import | ast.ImportFrom)]
        exec(compile(ast.Module(imports, []), "imports", "exec"), names)
        with contextlib.redirect_stdout(out):
            exec(rest, names)
        return out.getvalue(), names

    return run


@pytest.fixture
def app(net):
    return lambda request: list(steps_of(infer, net, request))


def about(value, digits):
    """As printed with so many digits, where the app's arithmetic may round the last one otherwise."""
    return pytest.approx(value, abs=2 * 10.0**-digits)


@pytest.mark.parametrize(
    "fields",
    [
        {"method": "greedy", "forced_ids": GIVEN, "repetition_penalty": 1.3},
        {"method": "greedy", "stop": "back, a"},
        {"method": "greedy", "chat": True, "prompt": ' <|im_end|>\n"x" {y} \\ '},
        {"method": "greedy", "forced_ids": GIVEN, "max_new_tokens": 3},
        {"method": "greedy", "forced_ids": (260, 2, 2644)},  # its second token ends the text
        {"method": "greedy", "forced_ids": GIVEN, "stop": "cat"},
        {"method": "beam", "num_beams": 3, "stop": "of the"},
        {"method": "beam", "num_beams": 3, "forced_ids": GIVEN, "repetition_penalty": 1.2},
        {"method": "sample", "seed": 2, "max_new_tokens": 3},
        {"method": "sample", "temperature": 0.0, "repetition_penalty": 1.2},
        {"method": "sample", "temperature": 0.7, "top_k": 40, "top_p": 0.9, "min_p": 0.05, "repetition_penalty": 1.2},
        {"method": "sample", "temperature": 1.5, "top_k": 40, "forced_ids": GIVEN, "seed": 4},
        {"method": "sample", "top_p": 0.0, "stop": "back"},
    ],
    ids=str,
)
def test_the_python_to_take_away_prints_the_page_s_text_and_its_numbers(fields, app, printed):
    request = Write(**{"max_new_tokens": 8, **fields})
    steps, out = app(request), printed(request)[0]
    assert (steps[-1].finish == "stop text") == bool(request.stop)
    ids = text.new_ids(steps)
    words = tokenizer.decode(ids.tolist())
    assert out.startswith(words + "\n")
    *tokens, total = out.removeprefix(words + "\n").splitlines()
    judged = app(
        Write(prompt=request.prompt, chat=request.chat, method="greedy", forced_ids=ids, max_new_tokens=len(ids))
    )
    chosen = {"sample": [step.filtered_prob for step in steps]}.get(request.method, judged)
    for line, step, share in zip(tokens, judged, chosen, strict=True):
        assert line.startswith(f"{step.token_id} {tokenizer.decode([step.token_id])!r}: ")
        prob, *after, surprise, entropy = (
            float(n) for n in re.findall(r"([\d.]+)(?:%| bits)", line.rpartition("': ")[2])
        )
        assert prob == pytest.approx(100 * math.exp(step.logprob), abs=0.05)
        assert after == [] or after == [pytest.approx(100 * share, abs=0.1)]
        assert surprise == pytest.approx(-step.logprob / math.log(2), abs=0.02)
        assert entropy == pytest.approx(step.entropy_bits, abs=0.02)
    assert bool(after) == (request.method == "sample" and request.temperature > 0)
    assert float(total.removeprefix("log-probability ")) == pytest.approx(sum(s.logprob for s in judged), abs=0.03)


@pytest.mark.parametrize("prompt", ["The cat sat on the", "  1 + 12 =", 'it\'s "quoted" \\n {x}'])
def test_the_python_of_next_token_prints_the_bars(prompt, app, printed):
    lines = printed(NextToken(prompt=prompt))[0].splitlines()
    probs = sampling.softmax(app(NextToken(prompt=prompt))[-1].logits)
    shares = [float(line.partition("%")[0]) for line in lines]
    assert shares == pytest.approx([100 * p for p in sorted(probs)[:-17:-1]], abs=0.03)


@pytest.mark.parametrize(
    "view",
    [
        {"temperature": 0.7, "top_k": 5},
        {"temperature": 2.0, "top_p": 0.6, "min_p": 0.1},
        {"temperature": 0.0, "top_k": 5},
        {"temperature": 1.0, "top_k": 0, "top_p": 0.0},
        {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0},
    ],
    ids=str,
)
def test_the_python_of_next_token_prints_the_bars_at_the_page_s_temperature_and_filters(view, app, printed):
    lines = printed(NextToken(), view)[0].splitlines()
    logits = app(NextToken())[-1].logits
    probs, shown = sampling.probs(logits, **view), sampling.top(logits, 16).tolist()
    of_piece = {line.partition("% ")[2]: float(line.partition("%")[0]) for line in lines}
    expected = {repr(tokenizer.decode([i])): pytest.approx(100 * probs[i], abs=0.05) for i in shown}
    assert of_piece == expected


def test_the_python_of_judged_texts_prints_each_token_s_surprise(app, printed):
    [step], (*lines, last) = app(Score()), printed(Score())[0].splitlines()
    assert float(last.split()[-1]) == pytest.approx(step.perplexity, rel=1e-3)
    for place, line in enumerate(lines, 1):
        token, first = (tokenizer.decode([i]) for i in (step.input_ids[place], step.top_ids[place, 0]))
        assert line.startswith(f"{token!r}: ") and f"first is {first!r}, " in line
        numbers = [float(n) for n in re.findall(r"([\d.]+)(?:%| bits|;)", line)]
        prob, bits, rank, top = numbers
        assert prob == pytest.approx(100 * math.exp(step.logprobs[place]), abs=0.03)
        assert bits == pytest.approx(-step.logprobs[place] / math.log(2), abs=0.02)
        assert rank == pytest.approx(step.ranks[place], rel=0.02) and top == pytest.approx(
            100 * step.top_probs[place, 0], abs=0.1
        )


def test_the_python_of_attention_prints_the_shares_of_the_head_looked_at(app, printed, loaded):
    model = loaded["model"]
    asked = model.config._attn_implementation
    try:
        model.set_attn_implementation("eager")
        lines = printed(Attend(), {"layer": 16, "head": 3})[0].splitlines()
    finally:  # the model is shared with the other tests
        model.set_attn_implementation(asked)
    [step] = app(Attend())
    row = step.attentions[16, 3, -1]
    shown = [line for line in lines if line.startswith("layer 16, head 3: ")]
    assert [line.rpartition(" on ")[2] for line in shown] == [repr(tokenizer.decode([i])) for i in step.input_ids]
    assert [float(re.search(r": ([\d.]+)%", line)[1]) for line in shown] == [about(100 * p, 1) for p in row]


@pytest.mark.parametrize("heads", [(), ((0, 0), (0, 3), (16, 8))])
def test_the_python_of_attention_makes_the_matrices_and_the_lens_of_the_page(heads, app, printed, loaded):
    request = Attend(prompt="The cat sat", ablated_heads=heads)
    model = loaded["model"]
    asked, projections = model.config._attn_implementation, [layer.self_attn.o_proj for layer in model.model.layers]
    try:
        model.set_attn_implementation("eager")  # what the script's own first lines ask for
        out, names = printed(request)
    finally:  # the model is shared with the other tests
        model.set_attn_implementation(asked)
        for projection in projections:
            projection._forward_pre_hooks.clear()
    [step], lines = app(request), out.splitlines()
    assert 'attn_implementation="eager"' in reproduce.python(request)
    assert names["attentions"].numpy() == pytest.approx(step.attentions, abs=1e-3)
    found = [[float(n) for n in re.findall(r"([\d.]+)%", line)] for line in lines]
    assert_allclose([row[0] for row in found], 100 * step.lens_final_prob, atol=0.3)
    assert_allclose([row[1:] for row in found], 100 * step.lens_probs[:, :4], atol=0.3)
    final = tokenizer.decode([step.lens_ids[-1, 0]])
    assert all(line.startswith(f"after layer {depth}: {final!r} ") for depth, line in enumerate(lines))


def test_the_python_of_the_cache_writes_the_page_s_tokens_and_times_each_twice(app, printed):
    request = CompareCache(max_new_tokens=4)
    steps, (out, names) = app(request), printed(request)
    start = tokenizer.count(request.prompt)
    for n, (line, step) in enumerate(zip(out.splitlines(), steps, strict=True)):
        assert line.startswith(f"{tokenizer.decode([step.token_id])!r} after {start + n}: ")
        cached, uncached = (float(ms) for ms in re.findall(r"([\d.]+) ms", line))
        assert cached > 0 and uncached > 0
    assert names["again"] == names["token"] == steps[-1].token_id  # the cache changes the time alone


@pytest.mark.parametrize("task", ["addition", "capitals"])
def test_the_python_of_a_benchmark_grades_as_the_page_does(task, printed, app):
    request = Benchmark(task=task, count=5)
    lines = printed(request)[0].splitlines()
    asked = questions(request)
    for line, question, step in zip(lines, asked, app(request), strict=False):
        written = tokenizer.decode([i for i in step.output_ids.tolist() if i not in tokenizer.end_ids])
        right = "right" if question.answered_by(written) else "wrong"
        assert line == f"{right}: {question.prompt!r} {written!r}"
    assert lines[-1] == f"{sum(line.startswith('right') for line in lines)} of 5 right"
