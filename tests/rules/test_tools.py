"""What tools can decide, tools decide: format, lint, types."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", ["ruff format --check", "ruff check", "mypy"])
def test_the_tree_is_as_the_tools_want_it(root, command):
    done = subprocess.run([sys.executable, "-m", *command.split()], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
