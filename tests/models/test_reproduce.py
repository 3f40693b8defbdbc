"""The Python that the app gives away needs nothing of this project, and prints the numbers that the pages show."""

import contextlib
import io

import pytest

from models import reproduce
from models.shared_engine import engine
from models.text import sampling, tokenizer
from models.text.kinds import Attend, NextToken, Score, Write
from models.weights import store
from pages.chapters.writing import text

LOADING = reproduce.LOAD.format(extra="")
GREEDY = Write(method="greedy", max_new_tokens=12)
BRANCH = Write(method="greedy", max_new_tokens=12, forced_ids=(260, 2644, 338))


@pytest.fixture(scope="module")
def loaded():
    """The names that the first lines of the code define."""
    names = {}
    exec(LOADING.replace("<cache folder>", str(store.ensure().parent)), names)
    return names


@pytest.mark.parametrize(
    "request_",
    [
        GREEDY,
        BRANCH,
        Write(method="beam", max_new_tokens=12),
        Write(prompt="Hi", chat=True, method="greedy"),
        Write(method="greedy", max_new_tokens=2, forced_ids=(260, 2644)),
    ],
    ids=["greedy", "branch", "beam", "chat", "wholly given"],
)
def test_the_python_to_take_away_prints_the_page_s_text_and_its_log_probability(loaded, request_):
    code = reproduce.python(request_)
    assert code.startswith(LOADING)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code.removeprefix(LOADING), dict(loaded))
    *lines, last = printed.getvalue().splitlines()
    trace = engine().run(request_).trace()
    assert "\n".join(lines) == tokenizer.decode(text.new_ids(trace.steps).tolist())
    assert float(last.removeprefix("log-probability ")) == pytest.approx(text.logprobs(trace).sum(), abs=0.02)


def printed(code, names):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, names)
    return out.getvalue()


@pytest.mark.parametrize("prompt", ["The cat sat on the", "  1 + 12 =", 'it\'s "quoted" \\n {x}'])
def test_the_python_of_next_token_prints_the_bars(loaded, prompt):
    lines = printed(reproduce.python(NextToken(prompt=prompt)).removeprefix(LOADING), dict(loaded)).splitlines()
    probs = sampling.softmax(engine().run(NextToken(prompt=prompt)).trace().last.logits)
    assert [float(line.split()[0]) for line in lines] == pytest.approx(sorted(probs)[:-11:-1], abs=2e-4)


def test_the_python_of_judged_texts_prints_the_perplexity(loaded):
    line = printed(reproduce.python(Score()).removeprefix(LOADING), dict(loaded))
    assert float(line.split()[-1]) == pytest.approx(engine().run(Score()).trace().last.perplexity, rel=1e-3)


@pytest.mark.parametrize("heads", [(), ((0, 0), (0, 3), (16, 8))])
def test_the_python_of_attention_makes_the_matrices_of_the_page(loaded, heads):
    request = Attend(prompt="The cat sat", ablated_heads=heads)
    names = dict(loaded)
    names["model"].set_attn_implementation("eager")  # what the code's own first lines ask for
    projections = [layer.self_attn.o_proj for layer in names["model"].model.layers]
    exec(reproduce.python(request).removeprefix(reproduce.LOAD.format(extra=', attn_implementation="eager"')), names)
    assert names["attentions"].numpy() == pytest.approx(engine().run(request).trace().last.attentions, abs=1e-3)
    for projection in projections:  # the model is shared with the other tests
        projection._forward_pre_hooks.clear()
