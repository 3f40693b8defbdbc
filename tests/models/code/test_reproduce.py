"""The Python to take away writes the app's functions."""

import ast
import contextlib
import io
import keyword
import re

import numpy as np
import pytest
import torch

from models import reproduce
from models.code import source
from models.code.kinds import WriteCode
from models.engine.asking import steps_of
from models.workers import text as worker

MODULES = {"np": np, "re": re, "ast": ast, "keyword": keyword}


@pytest.mark.parametrize(
    "request_",
    [WriteCode(samples=1, seed=2), WriteCode(samples=1, temperature=1.2, grammar=True, seed=5)],
    ids=["free", "grammar"],
)
def test_the_script_prints_the_same_functions(request_, script_start, net):
    steps = sorted(steps_of(worker, net, request_), key=lambda step: step.number)
    _load, _found, rest = reproduce.python(request_).partition(".eval()\n")  # loaded once for all scripts
    out = io.StringIO()
    with contextlib.redirect_stdout(out), torch.no_grad():
        exec(rest, {**script_start, **MODULES})
    assert out.getvalue().splitlines() == [repr(source.source(request_, step)) for step in steps]
