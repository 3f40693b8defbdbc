"""Shared by all tests: where the project is, and that no Chromium is a reason to skip, never in CI."""

import os
import sys
from pathlib import Path

import pytest

from tests import processes
from tests.serving import CHROMIUM

# Read once, when torch loads OpenMP: threads that wait for each other sleep instead of keeping a shared core busy.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

ROOT = Path(__file__).resolve().parents[1]

# `pytest -m quick`, an answer in a minute for who is writing: no model is loaded, no server started.
QUICK = (
    "tests/rules/",
    "tests/models/engine/",
    "tests/models/avatars/",
    "tests/models/tokens/",
    "tests/pages/basics/",
    "tests/pages/figures/",
    "tests/pages/test_hostile.py",
    "tests/load/",
)
SLOW = ("test_tools.py", "test_text_family.py", "test_image_kinds.py", "test_process.py", "test_latents.py")
SLOW += ("test_cluster.py",)


def is_quick(nodeid: str) -> bool:
    path = nodeid.split("::")[0]
    on_a_cluster = "[ray" in nodeid  # tests/models/engine/conftest.py
    return path.startswith(QUICK) and not path.endswith(SLOW) and not on_a_cluster


def pytest_ignore_collect(collection_path, config):
    """To import a file of tests takes a while too: the quick part reads its own files only."""
    if config.option.markexpr == "quick" and collection_path.suffix == ".py":
        return not is_quick(str(collection_path.relative_to(ROOT))) or None


def pytest_collection_modifyitems(items):
    for item in items:
        if is_quick(item.nodeid):
            item.add_marker(pytest.mark.quick)
        if item.nodeid.startswith("tests/e2e/") and CHROMIUM is None and not os.environ.get("CI"):
            item.add_marker(
                pytest.mark.skip(reason="no Chromium found (Debian: apt-get install chromium-headless-shell)")
            )
    items.sort(key=lambda item: processes.place(item.nodeid))


def pytest_xdist_auto_num_workers(config):
    """Two processes, and none beside this one for a file or a test: they would take longer to start than it does."""
    return 0 if all(".py" in argument for argument in config.args) else 2


def pytest_xdist_make_scheduler(config, log):
    return processes.Scheduler(config, log)


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture
def modules_after():
    """What is in sys.modules after running some code in a new interpreter."""
    import subprocess

    def run(code):
        script = f"import sys; {code}; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    return run
