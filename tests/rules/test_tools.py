"""What tools can decide, tools decide: format, lint, types."""

import os
import subprocess
import sys

import pytest

from pages.frame import registry

COMMANDS = ["ruff format --check", "ruff check", "mypy", "deno fmt --check", "deno lint", "deno check pages"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_tree_is_as_the_tools_want_it(root, command):
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=root, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_the_formatter_is_switched_off_for_tables_of_rows_alone(root):
    """In a table, a row a line reads better than an item a line: one a chapter, and four that all of them share."""
    mark = "# fmt: " + "skip"
    files = [file for top in ("pages", "models", "tests") for file in (root / top).rglob("*.py")]
    tables = {file.name for file in files if mark in file.read_text(encoding="utf-8")}
    assert tables <= {"controls.py", "shared_rows.py", "registry.py", "theme.py"}
    assert sum(file.read_text(encoding="utf-8").count(mark) for file in files) <= 4 + len(registry.written())


def test_tests_compare_arrays_by_assertions_that_take_no_nan_for_equal(root):
    mark = "numpy" + ".testing"
    files = [file for file in (root / "tests").rglob("*.py") if file != root / "tests" / "arrays.py"]
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    assert not [name for name, text in texts.items() if mark in text or mark.replace("numpy", "np") in text]
