"""The Python that Cost gives away writes the same text with plain transformers, and counts what the formula says."""

import ast
import contextlib
import io
import re

import pytest
import torch

from models import reproduce
from models.cost.arithmetic import of_pass
from models.cost.kinds import Meter, MeterStep
from models.engine.asking import steps_of
from models.text import tokenizer
from models.text.architecture import SMOLLM2
from models.workers import text as worker

LOADED = ".eval()\n"  # where the script has its model


@pytest.fixture
def printed(script_start):
    """The lines that the Python of a request prints, after those that load the model."""

    def run(request):
        _start, _loaded, rest = reproduce.python(request).partition(LOADED)
        out = io.StringIO()
        with contextlib.redirect_stdout(out), torch.no_grad():
            exec(rest, dict(script_start))
        return out.getvalue().splitlines()

    return run


def test_it_writes_the_same_tokens_and_its_counter_counts_the_matrices(printed, net):
    request = Meter(prompt="The cat", max_new_tokens=3, seed=5)
    lines = printed(request)
    ids = [step.token_id for step in steps_of(worker, net, request) if isinstance(step, MeterStep)]
    assert [ast.literal_eval(re.match(r"('.*?'|\".*?\")", line)[1]) for line in lines] == [
        tokenizer.decode([i]) for i in ids
    ]
    counts = [int(re.search(r"([\d,]+) multiply-adds", line)[1].replace(",", "")) for line in lines]
    passes = [of_pass(SMOLLM2, tokenizer.count(request.prompt)), of_pass(SMOLLM2, 1, 2), of_pass(SMOLLM2, 1, 3)]
    # Torch's fused attention is not seen by its counter.
    assert counts == [p.total - p.attention for p in passes]
