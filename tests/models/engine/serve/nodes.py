"""A cluster of several nodes on this machine, each a process group of its own that a test may kill."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time

from models.engine.local.process import ENVIRONMENT, ROOT
from models.engine.serve.cluster import OURS
from tests.serving import free_port

HERE = str(ROOT / "tests" / "models" / "engine")
DEPLOY = """
import json, sys, ray
from ray import serve
from models.engine.serve.app import build
ray.init(sys.argv[1], log_to_driver=False, configure_logging=False)
serve.start(proxy_location="Disabled")
serve.run(build(json.loads(sys.argv[2])), name="toy", route_prefix=None)
"""


JOINED = """
import sys, time, ray
ray.init(sys.argv[1], log_to_driver=False, configure_logging=False)
while sum(node["Alive"] for node in ray.nodes()) < int(sys.argv[2]):
    time.sleep(0.1)
"""


class Nodes:
    """A head without processors, and as many nodes with one each as are started."""

    def __init__(self, folder: str, token: str) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.environment = {
            **ENVIRONMENT,
            **os.environ,
            **OURS,
            "RAY_AUTH_TOKEN": token,
            "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "1",  # several nodes
            "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}",
        }
        self._folder = folder
        self.head = self.start_head()
        self.nodes: list[subprocess.Popen[bytes]] = []

    def start_head(self) -> subprocess.Popen[bytes]:
        head = self._start(
            "--head", f"--port={self.port}", "--num-cpus=0", "--include-dashboard=false", f"--temp-dir={self._folder}"
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return head
            except OSError:
                assert head.poll() is None and time.monotonic() < deadline, "the head did not start"
                time.sleep(0.1)

    def begin_again(self) -> None:
        """A new head at the old address."""
        self.head, self.nodes = self.start_head(), []

    def add(self) -> None:
        """Returns when it has joined: two that start in one moment take each other's ports."""
        self.nodes.append(self._start(f"--address={self.address}", "--num-cpus=1"))
        self.run("-c", JOINED, self.address, str(len(self.nodes) + 1))

    def deploy(self, **arguments: object) -> None:
        self.run("-c", DEPLOY, self.address, json.dumps({"module": "toy", "application": "toy", **arguments}))

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True, timeout=120)

    def end(self) -> None:
        for process in [*self.nodes, self.head]:
            kill(process)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--node-ip-address=127.0.0.1"]
        more = ["--object-store-memory=100000000", "--disable-usage-stats"]
        return subprocess.Popen(
            [*command, *more, *arguments],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    """At once, with all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
