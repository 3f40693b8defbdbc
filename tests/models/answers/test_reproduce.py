"""The Python to take away gives the app's answers."""

import contextlib
import io
import math

import numpy as np
import torch

from models import reproduce
from models.answers.kinds import Ask
from models.answers.questions import text_of
from models.engine.asking import steps_of
from models.workers import text as worker


def test_the_script_prints_the_same_answers_and_probabilities(script_start, net):
    request = Ask(samples=2, seed=1)
    [step] = steps_of(worker, net, request)
    _load, _found, rest = reproduce.python(request).partition(".eval()\n")  # loaded once for all scripts
    out = io.StringIO()
    with contextlib.redirect_stdout(out), torch.no_grad():
        exec(rest, {**script_start, "np": np})
    lines = out.getvalue().splitlines()
    for line, ids, logprob in zip(lines, step.output_ids, step.logprobs, strict=True):
        share, text = line.split("% ", 1)
        assert text == repr(text_of(ids))
        assert abs(float(share) / 100 - math.exp(logprob)) < 2e-4
