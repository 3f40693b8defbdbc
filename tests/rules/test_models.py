"""The house of the models: the engine knows none of them, and each family is complete."""

import ast
import importlib
from pathlib import Path

import pytest

from models import families
from models.engine.requests import KINDS
from models.engine.steps import STEPS
from models.prepared import path_of, requests
from models.reproduce import command, python

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "models" / "engine"
HEAVY = {"torch", "transformers", "diffusers", "streamlit"}


def imported(file):
    yield from imported_by(file.read_text(encoding="utf-8"))


def imported_by(code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_engine_imports_nothing_of_any_model():
    for file in ENGINE.rglob("*.py"):
        names = [name for name in imported(file) if name.startswith("models.")]
        assert not [name for name in names if not name.startswith("models.engine.")], file


def test_no_family_imports_how_one_machine_runs_it():
    outside = (file for file in (ROOT / "models").rglob("*.py") if ENGINE not in file.parents)
    allowed = {"families.py", "shared_engine.py", "__main__.py"}  # where the engine is put together
    for file in outside:
        if file.parent == ROOT / "models" and file.name in allowed:
            continue
        assert not [name for name in imported(file) if name.startswith("models.engine.local")], file


@pytest.mark.parametrize("family", families.FAMILIES)
def test_kinds_and_the_python_to_take_away_load_without_torch(family, modules_after):
    assert not HEAVY & modules_after(f"import models.{family}.kinds, models.{family}.reproduce")


@pytest.mark.parametrize("family", families.FAMILIES.values(), ids=lambda family: family.name)
def test_every_kind_of_a_family_has_a_run_and_the_family_a_card(family):
    kinds = {kind for kind in families.kinds().values() if kind.family == family.name}
    assert kinds, "a family without kinds"
    assert {kind.__module__ for kind in kinds} == {f"models.{family.name}.kinds"}
    runner = importlib.import_module(family.runner)
    assert kinds <= set(runner.RUNS)
    assert family.card_text.startswith("# ")


def test_a_worker_runs_no_kind_of_a_family_that_it_does_not_serve():
    for family in families.FAMILIES.values():
        served = {row.name for row in families.FAMILIES.values() if row.runner == family.runner}
        assert {kind.family for kind in importlib.import_module(family.runner).RUNS} == served


@pytest.mark.parametrize("name", families.kinds())
def test_every_kind_has_a_command_line_and_python_to_take_away_that_needs_nothing_of_the_project(name):
    request = families.kinds()[name]()
    assert command(request) == f"python -m models {name}"
    code = python(request)
    assert code != f"# {command(request)}", "the command line alone"
    assert not {module.partition(".")[0] for module in imported_by(code)} & {"models", "pages"}


def test_a_kind_and_a_step_have_one_definition():
    first = next(iter(families.kinds().values()))
    with pytest.raises(TypeError, match="already"):
        type("Another", (first,), {"kind": first.kind, "__module__": "elsewhere"})
    assert KINDS[first.kind] is first
    step = next(iter(STEPS.values()))
    with pytest.raises(TypeError, match="already"):
        type(step.__name__, (step,), {"__module__": "elsewhere"})
    assert STEPS[step.__name__] is step


def test_what_is_shipped_computed_is_what_the_families_name():
    assert {path.name for path in path_of(requests()[0]).parent.glob("*.safetensors")} == {
        path_of(request).name for request in requests()
    }
