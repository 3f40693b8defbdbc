"""Who may import whom (the layers of the project)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "transformers", "diffusers"}


def imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    "module", ["models.engine", "models.text.sampling", "models.text.tokenizer", "models.weights.store"]
)
def test_what_pages_use_of_the_models_starts_without_torch_and_without_streamlit(module, modules_after):
    assert not (HEAVY | {"streamlit"}) & modules_after(f"import {module}")


def test_the_frame_of_the_pages_starts_without_torch(modules_after):
    assert not HEAVY & modules_after("import pages.frame.frame, pages.figures.charts, pages.frame.app_shell")


def test_models_never_import_streamlit_or_pages():
    for file in (ROOT / "models").rglob("*.py"):
        roots = {name.split(".")[0] for name in imports(file)}
        assert not roots & {"streamlit", "pages", "tests"}, file


def test_pages_never_import_torch_or_training_code():
    for file in (ROOT / "pages").rglob("*.py"):
        names = set(imports(file))
        assert not {name.split(".")[0] for name in names} & (HEAVY | {"tests"}), file
        assert not [
            name for name in names if name.startswith("models.") and name.split(".")[-1] in {"train", "net", "infer"}
        ], file


def test_no_chapter_imports_another_chapter():
    for file in (ROOT / "pages" / "chapters").glob("*/*.py"):
        own = f"pages.chapters.{file.parent.name}"
        others = [name for name in imports(file) if name.startswith("pages.chapters.") and not name.startswith(own)]
        assert not others, file


def test_front_alone_lies_directly_in_pages():
    assert [f.name for f in (ROOT / "pages").glob("*.py") if f.name != "__init__.py"] == ["front.py"]


def test_tests_have_no_init_files():
    assert not list((ROOT / "tests").rglob("__init__.py"))
