"""The Python that Writing gives away needs nothing of this project, and prints the page's text and log-probability."""

import contextlib
import io

import pytest

from models import store
from models.engine import engine
from models.engine.requests import Write
from models.text import tokenizer
from pages.ui import reproduce, writing_text

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
    [GREEDY, BRANCH, Write(method="beam", max_new_tokens=12), Write(prompt="Hi", chat=True, method="greedy"),
     Write(method="greedy", max_new_tokens=2, forced_ids=(260, 2644))],
    ids=["greedy", "branch", "beam", "chat", "wholly given"],
)  # fmt: skip
def test_the_python_to_take_away_prints_the_page_s_text_and_its_log_probability(loaded, request_):
    code = reproduce.python(request_)
    assert code.startswith(LOADING)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code.removeprefix(LOADING), dict(loaded))
    *lines, last = printed.getvalue().splitlines()
    trace = engine().run(request_).trace()
    assert "\n".join(lines) == tokenizer.decode(writing_text.new_ids(trace.steps).tolist())
    assert float(last.removeprefix("log-probability ")) == pytest.approx(writing_text.logprobs(trace).sum(), abs=0.02)
