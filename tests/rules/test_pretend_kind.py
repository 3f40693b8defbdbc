"""A kind is a request, a step and a run in its model's folder: one is added to a copy, served, listed and tested."""

import json
import shutil
import subprocess
import sys

import pytest

KIND = '''

@dataclass(frozen=True, kw_only=True, slots=True)
class Reverse(Request):
    """The tokens of a text, the last one first."""

    kind: ClassVar[str] = "reverse"
    family: ClassVar[str] = "tokens"
    text: Annotated[str, LONG_TEXT] = "abc"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ReverseStep(Step):
    input_ids: np.ndarray  # (n,) int64
'''
RUN = """

def reverse(model: None, request: kinds.Reverse) -> Iterator[Step]:
    ids = np.array(tokenizer.encode(request.text)[::-1], dtype=np.int64)
    yield kinds.ReverseStep(passes=0, input_ids=ids)


RUNS[kinds.Reverse] = reverse
"""
PYTHON = """

def _with_reverse(request: Request) -> str | None:
    return f"print({request.text!r}[::-1])" if request.kind == "reverse" else _before(request)


_before, python = python, _with_reverse
"""
SERVED = """
from models import reproduce
from models.families import kinds
from models.shared_engine import engine
request = kinds()["reverse"](text="a cat sat")
trace = engine().run(request).trace()
assert engine().run(request).trace().provenance == "cached"
print(trace.last.input_ids.tolist())
print(reproduce.command(request))
"""


@pytest.fixture
def tree(root, tmp_path):
    """A copy of the models' code; weights and pictures are linked."""
    heavy = ("weights", "sheets", "*.safetensors", "*.npz", "*.png")
    shutil.copytree(root / "models", tmp_path / "models", ignore=shutil.ignore_patterns("__pycache__", *heavy))
    shutil.copytree(root / "models" / "weights", tmp_path / "models" / "weights")  # code, in spite of its name
    shutil.copytree(root / "tests" / "rules", tmp_path / "tests" / "rules")
    for name in ("conftest.py", "processes.py", "serving.py"):
        shutil.copy(root / "tests" / name, tmp_path / "tests")
    for path in (root / "assets", root / "pages", root / "pyproject.toml"):
        (tmp_path / path.name).symlink_to(path)
    for file in (root / "models").rglob("*"):
        copy = tmp_path / file.relative_to(root)
        if not copy.exists() and "__pycache__" not in file.parts:
            copy.symlink_to(file)
    tokens = tmp_path / "models" / "tokens"
    for name, text in {"kinds.py": KIND, "infer.py": RUN, "reproduce.py": PYTHON}.items():
        with (tokens / name).open("a", encoding="utf-8") as file:
            file.write(text)
    infer = (tokens / "infer.py").read_text(encoding="utf-8")
    imported = "from models.tokens import bpe\n"
    assert imported in infer
    (tokens / "infer.py").write_text(
        infer.replace(imported, "from models.tokens import bpe, kinds\n"), encoding="utf-8"
    )
    return tmp_path


def run(tree, *arguments):
    return subprocess.run([sys.executable, *arguments], cwd=tree, capture_output=True, text=True)


def test_a_kind_is_served_listed_and_tested_once_it_stands_in_its_model_s_folder(tree):
    listed = run(tree, "-m", "models", "--help").stdout
    assert "reverse" in listed and "The tokens of a text, the last one first." in listed

    on_the_command_line = run(tree, "-m", "models", "reverse", "--text", "a cat sat")
    step, cost = map(json.loads, on_the_command_line.stdout.splitlines())
    ids, line = run(tree, "-c", SERVED).stdout.splitlines()
    assert step["type"] == "ReverseStep" and cost["kind"] == "reverse"
    assert json.loads(ids) == step["input_ids"] and len(step["input_ids"]) == 3
    assert line == "python -m models reverse '--text=a cat sat'"

    tested = run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/rules/test_models.py", "-k", "reverse")
    assert tested.returncode == 0 and "1 passed" in tested.stdout, tested.stdout[-2000:]
