"""The real text model through a worker process."""

import subprocess
import sys
from pathlib import Path

import numpy as np

from models.shared_engine import engine
from models.text import tokenizer
from models.text.kinds import NextToken, Write
from tests.arrays import assert_allclose

ROOT = Path(__file__).resolve().parents[3]


def test_next_token_of_the_cat_is_as_measured_before():
    trace = engine().run(NextToken(prompt="The cat sat on the")).trace()
    probs = np.exp(trace.last.logits - trace.last.logits.max())
    probs /= probs.sum()
    best = np.argsort(-probs)[:3]
    assert [tokenizer.decode([int(i)]) for i in best] == [" cat", " moon", " cou"]
    assert_allclose(probs[best], [0.0713, 0.0496, 0.0375], atol=2e-4)
    assert trace.forward_passes == 1
    assert engine().status("text").model == trace.model


def test_writing_arrives_token_by_token_and_can_be_stopped():
    with engine().run(Write(max_new_tokens=128, seed=11)) as run:
        next(iter(run))
        assert run.state == "running"
    assert run.state == "cancelled"
    assert len(run.steps) < 128


def test_the_page_process_has_no_torch_after_a_run():
    code = (
        "import sys; from models.shared_engine import engine; from models.text.kinds import NextToken;"
        "engine().run(NextToken()).trace(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"torch", "transformers", "diffusers", "gguf"} & set(done.stdout.split())
