"""The two sides of the tests of the Python to take away: the app's own run, and the script in a process of its own."""

import importlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

# As the text model's infer.load sets it for the app. Here torch may start its threads first, and the setting is read
# only once.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from models import reproduce  # noqa: E402
from models.avatars.attributes import ATTRIBUTES, NAMES  # noqa: E402
from models.engine.asking import steps_of  # noqa: E402
from models.families import FAMILIES  # noqa: E402

SMOKE = """
import os, runpy, sys
import diffusers, torch.optim  # imported before the process is forked, for all trainings

os.environ["GENERATIVE_AI_LIVE_CACHE"] = {cache!r}
sys.path.insert(0, {root!r})
sys.argv = ["train", "--smoke", "--threads", "1"]
runpy.run_module({module!r}, run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True)
class Done:
    """What a script printed, and where it wrote its files."""

    lines: list[str]
    folder: Path

    def picture(self, name):
        from PIL import Image

        return np.asarray(Image.open(self.folder / name))

    def numbers(self, place):
        """All numbers of a printed line."""
        return [float(n) for n in re.findall(r"[-+]?\d+\.?\d*", self.lines[place])]

    def says(self, place, step):
        """Whether a printed line reads a step's picture as the app's classifier does."""
        sure, names = re.search(r"([\d.]+)% sure of (.*)", self.lines[place]).groups()
        read = [NAMES[a][i] for a, i in zip(ATTRIBUTES, step.read_values, strict=True)]
        return names == ", ".join(read) and abs(float(sure) - 100 * step.read_probs.mean()) < 0.02

    def off(self, name, picture):
        """The largest difference of any number of the two pictures, in levels of 255."""
        drawn = self.picture(name)
        assert drawn.shape == picture.shape
        return np.abs(drawn.astype(int) - picture).max()


@pytest.fixture(scope="session")
def _scripts():
    """A process that has imported what the scripts before the next one needed (see scripts.py)."""
    command = [sys.executable, "-I", str(Path(__file__).with_name("scripts.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()  # not by closing its stdin alone: a process that was forked meanwhile may hold that open


@pytest.fixture
def _run(_scripts, tmp_path):
    """Runs Python in an empty folder, in a process of its own; its output lands in files there."""

    def run(code):
        (tmp_path / "script.py").write_text(code, encoding="utf-8")
        _scripts.stdin.write(json.dumps(str(tmp_path)) + "\n")
        _scripts.stdin.flush()
        status = _scripts.stdout.readline()
        assert status == "0\n", (tmp_path / "stderr.txt").read_text(encoding="utf-8")

    return run


@pytest.fixture
def train_small(_run, tmp_path, root):
    """Trains a module as `python -m module --smoke` does, with its files in an empty folder, and starts it once more.
    Gives the files of weights that are there then."""

    def run(module):
        for _ in range(2):
            _run(SMOKE.format(cache=str(tmp_path), root=str(root), module=module))
        return list(tmp_path.rglob("*.safetensors"))

    return run


@pytest.fixture
def script(_run, tmp_path, root):
    """Runs the Python of a request in an empty folder that has the shipped files, but not the project on its path."""

    def run(request):
        code = reproduce.python(request)
        assert not code.startswith("# python -m models"), "no script"
        if not (tmp_path / "models").exists():
            (tmp_path / "models").symlink_to(root / "models")
        _run(code)
        return Done((tmp_path / "stdout.txt").read_text(encoding="utf-8").splitlines(), tmp_path)

    return run


@pytest.fixture(scope="session")
def app():
    """Runs a request as the app's worker does and gives its steps; each worker's models are loaded once."""
    import torch

    loaded = {}

    def steps(request):
        name = FAMILIES[request.family].runner
        runner, threads = importlib.import_module(name), torch.get_num_threads()
        if name not in loaded:
            loaded[name] = runner.load(lambda template, **values: None), torch.get_num_threads()
        model, its_own = loaded[name]
        torch.set_num_threads(its_own)  # as many as in the worker: another number rounds otherwise
        try:
            return list(steps_of(runner, model, request))
        finally:
            torch.set_num_threads(threads)

    return steps


@pytest.fixture(scope="session")
def png():
    """A picture of a visitor's, as requests hold it."""
    import base64
    import io

    from PIL import Image

    rng = np.random.default_rng(0)
    blocks = rng.integers(0, 256, (8, 8, 3), np.uint8).repeat(16, 0).repeat(16, 1)
    file = io.BytesIO()
    Image.fromarray(blocks).save(file, "PNG")
    return f"png:{base64.b64encode(file.getvalue()).decode()}"


@pytest.fixture(scope="session")
def net():
    """The text model as the app computes it."""
    from models.text import infer

    return infer.load(lambda template, **values: None)


@pytest.fixture(scope="session")
def script_start():
    """The names that the first lines of each script to take away define. They load the weights in plain transformers,
    which takes 20 seconds: once for all scripts and for `plain`."""
    import torch

    from models.text.kinds import NextToken
    from models.weights import store

    start, loaded, _rest = reproduce.python(NextToken()).partition(".eval()\n")
    names, trained = {}, torch.is_grad_enabled()
    exec((start + loaded).replace("<cache folder>", str(store.ensure().parent)), names)
    torch.set_grad_enabled(trained)  # a script switches it off, for its process
    return names


@pytest.fixture(scope="session")
def plain(script_start):
    """Loaded by transformers' own GGUF loader, independently of ours; attention in plain matrix products ("eager")."""
    import copy

    import torch
    from transformers import LlamaForCausalLM

    model = script_start["model"]
    with torch.device("meta"):
        eager = LlamaForCausalLM._from_config(copy.deepcopy(model.config), attn_implementation="eager")
    eager.load_state_dict(model.state_dict(), assign=True)
    eager.tie_weights()
    eager.model.rotary_emb = copy.deepcopy(model.model.rotary_emb)  # has no weights, so none in the state
    return eager.eval()
