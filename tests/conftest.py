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


# Run in two processes at once (pyproject.toml: -n 2): what shares a server, a browser or loaded models stays in one.
TOGETHER = {"e2e": "browser", "pages": "pages"}
# An answer in a minute and a half for who is writing: `pytest -m quick`. No model is loaded, no server started.
QUICK = ("rules", "models/engine", "models/avatars", "models/tokens", "pages/basics", "pages/figures", "load")
SLOW = ("test_tools.py", "test_text_family.py", "test_image_kinds.py", "test_process.py")


def pytest_itemcollected(item):
    """Here, not when all are collected: xdist reads the groups then, before this file has its turn."""
    path = item.path.relative_to(ROOT / "tests") if item.path.is_relative_to(ROOT / "tests") else item.path
    item.add_marker(pytest.mark.xdist_group(TOGETHER.get(path.parts[0], str(path))))
    if str(path).startswith(QUICK) and path.name not in SLOW:
        item.add_marker(pytest.mark.quick)
    if path.parts[0] == "e2e" and CHROMIUM is None and not os.environ.get("CI"):
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
