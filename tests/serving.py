"""A real server and a real browser for tests and benchmarks; loopback only, each ended by whoever started it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The shell draws no window, and works a sixth less.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def server(
    script: str | Path = "app.py",
    env: dict[str, str] | None = None,
    port: int | None = None,
    log: Path | None = None,
    base: str = "",
):
    """The address of a Streamlit server that runs `script`, up as soon as this returns; its log goes to a file. `base`:
    the path under which it serves, if any; the address is the root's."""
    port = port or free_port()
    said = open(log or os.devnull, "ab")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        f"--server.baseUrlPath={base}",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=said, stderr=said)
    said.close()  # the server has its own
    address = f"http://127.0.0.1:{port}"
    home = f"{address}/{base.strip('/')}".rstrip("/")
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{home}/_stcore/health", timeout=2).read()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def chromium():
    """A headless Chromium of the machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def wait_ready(address: str, seconds: float = 240) -> None:
    """Waits until live results can be given (the first start fetches the model)."""
    deadline = time.monotonic() + seconds
    while (health := json.loads(urllib.request.urlopen(f"{address}/healthz", timeout=30).read()))["status"] != "ready":
        if health["status"] == "failed":
            raise RuntimeError(f"the model could not be loaded: {health['missing']}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"the model did not become ready: {health['missing']}")
        time.sleep(0.5)
