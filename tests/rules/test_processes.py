"""Two processes hide nothing: a test that kills its own has failed, once, and all others are run."""

import os
import subprocess
import sys

CONFTEST = """
from tests.processes import Scheduler

def pytest_xdist_make_scheduler(config, log):
    return Scheduler(config, log)
"""
DEADLY = """
import os
import pytest

@pytest.mark.parametrize("n", range(4))
def test_each(n):
    if n in (1, 3):
        os._exit(0)
"""
ALONE = "import os\n\ndef test_alone():\n    os._exit(1)\n"
HARMLESS = "import pytest\n\n@pytest.mark.parametrize('n', range(5))\ndef test_each(n):\n    pass\n"


def test_a_test_that_kills_its_process_has_failed_once_and_all_others_are_run(root, tmp_path):
    files = {"conftest": CONFTEST, "test_alone": ALONE, "test_deadly": DEADLY, "test_harmless": HARMLESS}
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    options = ("-q", "-n2", "--dist=loadscope", "--no-loadscope-reorder", "-p", "no:cacheprovider")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", "/dev/null", f"--rootdir={tmp_path}", str(tmp_path)],
        cwd=root,
        env={name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("3 failed, 7 passed"), done.stdout[-3000:]
