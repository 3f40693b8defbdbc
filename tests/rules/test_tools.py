"""What tools can decide, tools decide: format, lint, types."""

import os
import subprocess
import sys

import pytest

COMMANDS = ["ruff format --check", "ruff check", "mypy", "deno fmt --check", "deno lint", "deno check pages"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_tree_is_as_the_tools_want_it(root, command):
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=root, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
