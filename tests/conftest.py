"""Shared by all tests: where the project is, and that no Chromium is a reason to skip, never in CI."""

import os
import shutil
import sys
from pathlib import Path

import pytest

# Read once, when torch loads OpenMP: threads that wait for each other sleep instead of keeping a shared core busy.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in Path(item.fspath).parts and CHROMIUM is None and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason="no Chromium found (Debian: apt-get install chromium)"))


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
