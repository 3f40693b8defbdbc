"""A worker process as the page process sees it: start it, talk to it, end it.

It is a program of its own, never a multiprocessing.Process: that would import the page's `__main__`, which is the
visitor's script, and draw the page into nowhere.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Client
from pathlib import Path

from models.engine.local.channel import Channel
from models.engine.local.messages import FromWorker, ToWorker

ROOT = Path(__file__).parents[3]
# Set before a model's process imports anything. Threads that wait for each other sleep: spinning, they would take the
# processors that pages need. And the libraries keep their advice on other packages to themselves.
ENVIRONMENT = {"OMP_WAIT_POLICY": "passive", "TRANSFORMERS_VERBOSITY": "error", "DIFFUSERS_VERBOSITY": "error"}
CONNECT_SECONDS = 60.0  # an empty worker needs half a second on an idle machine
END_SECONDS = 2.0


class WorkerProcess:
    """Raises OSError or EOFError once the process is gone."""

    def __init__(
        self,
        module: str,
        *,
        abandoned: Callable[[], bool],
        patience: float,
        program: str = "models.engine.local.worker",
        told: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Starts the worker of a family's module and connects; gives up when `abandoned()` becomes true. Another
        `program` that speaks as the worker does may take its place, with what it is `told` as arguments."""
        self._command = [program, module]
        self._told = list(told)
        self._environment = dict(environment or {})
        self._patience = patience
        self._channel: Channel | None = None
        key = secrets.token_bytes(32)
        # The folder (mode 0700) and the socket in it are needed only until we are connected.
        with tempfile.TemporaryDirectory(prefix="generative-ai-live-", ignore_cleanup_errors=True) as folder:
            self._start(os.path.join(folder, "worker"), key, abandoned)

    def _start(self, address: str, key: bytes, abandoned: Callable[[], bool]) -> None:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        self._popen = subprocess.Popen(
            # -P: the folder the app was started in comes nowhere on the worker's sys.path.
            [sys.executable, "-P", "-m", *self._command, address, *self._told],
            env={**ENVIRONMENT, **os.environ, **self._environment, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # a library that prints must not print into ours
        )
        try:
            assert self._popen.stdin is not None
            # The key goes through stdin, which then stays open: its end tells the worker that this process is gone.
            self._popen.stdin.write(key.hex().encode() + b"\n")
            self._popen.stdin.flush()
            self._channel = self._connect(address, key, abandoned)
        except BaseException:
            self.end()
            raise

    def _connect(self, address: str, key: bytes, abandoned: Callable[[], bool]) -> Channel:
        """The worker listens and we call, again and again: so a worker that dies early never leaves us waiting."""
        deadline = time.monotonic() + CONNECT_SECONDS
        while self._popen.poll() is None and not abandoned() and time.monotonic() < deadline:
            with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
                channel = Channel(Client(address, authkey=key))
                channel.wait_at_most(self._patience)
                return channel
            time.sleep(0.01)
        raise EOFError("the worker never answered")

    def send(self, message: ToWorker) -> None:
        assert self._channel is not None
        self._channel.send(message)

    def receive(self) -> FromWorker | None:
        """The next message, or None if none came within our patience."""
        assert self._channel is not None
        with contextlib.suppress(TimeoutError):
            message: FromWorker = self._channel.receive()
            return message
        return None

    def kill(self) -> None:
        """At once; a thread in `receive` sees the connection end."""
        self._popen.kill()

    def hang_up(self) -> None:
        """As `kill`, but the process may still tidy up until `end`."""
        if self._channel is not None:
            self._channel.hang_up()

    def end(self) -> None:
        """Asks the process to end, kills it if it does not, and cleans up."""
        if self._channel is not None:
            self._channel.close()
        assert self._popen.stdin is not None
        with contextlib.suppress(OSError):
            self._popen.stdin.close()
        try:
            self._popen.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
