"""Where the cluster is that runs the models: one that is started for this server, or one whose address was given."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Protocol

from models.engine.local.process import ENVIRONMENT, ROOT

# Ray sends nothing about its use to anybody, and every process of a cluster shows the others a token.
OURS = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "token"}
END_SECONDS = 10.0
ADDRESS = "address of the cluster:"  # before what the head prints; Ray may print other lines


class Cluster(Protocol):
    deploys: bool  # whether a bridge deploys its model, or its host has done so

    def address(self) -> str:
        """HOST:PORT of the head, or whatever the host wrote instead; may take seconds. Raises OSError."""

    @property
    def environment(self) -> Mapping[str, str]:
        """For the processes that connect to it."""

    def close(self) -> None: ...


class GivenCluster:
    """The token comes from RAY_AUTH_TOKEN, RAY_AUTH_TOKEN_PATH or ~/.ray/auth_token, as Ray looks for it itself."""

    deploys = False

    def __init__(self, address: str) -> None:
        self._address = address
        self.environment: Mapping[str, str] = OURS

    def address(self) -> str:
        return self._address

    def close(self) -> None: ...


class LocalCluster:
    """Started by whoever needs it first, and again if it ended."""

    deploys = True

    def __init__(self) -> None:
        # The first has it keep to this machine's own address (127.0.0.1), whatever the system is.
        own = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        # Ray would give each replica one thread.
        threads = {"OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", str(os.cpu_count() or 1))}
        self.environment: Mapping[str, str] = {**OURS, **own, **threads}
        self._starting = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._address = ""
        self._closed = False

    def address(self) -> str:
        with self._starting:
            if self._closed:
                raise OSError("the engine was closed")
            if self._process is None or self._process.poll() is not None:
                self._start()
            return self._address

    def close(self) -> None:
        with self._starting:
            self._closed = True
            if self._process is None:
                return
            for pipe in (self._process.stdin, self._process.stdout):
                assert pipe is not None
                with contextlib.suppress(OSError):
                    pipe.close()
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()  # its own processes end with it
                self._process.wait()

    def _start(self) -> None:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "models.engine.serve.head"],
            env={**ENVIRONMENT, **os.environ, **self.environment, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        lines = (line.strip() for line in self._process.stdout)
        self._address = next((line.removeprefix(ADDRESS).strip() for line in lines if line.startswith(ADDRESS)), "")
        if not self._address:
            raise OSError("the cluster did not start")


def chosen(engine: str) -> Cluster | None:
    """What the host's setting ENGINE means; None: this machine's own processes. A wrong one is no reason not to draw
    pages: the bridge says what is wrong with it, as it does of a cluster that cannot be reached."""
    match engine.strip():
        case "" | "local":
            return None
        case "ray" if importlib.util.find_spec("ray") is not None:
            return LocalCluster()
        case address:
            return GivenCluster(address)
