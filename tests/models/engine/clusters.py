"""One Ray cluster for many engines, each with applications of its own, which are deleted when it closes."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys

from models.engine.local.process import ROOT
from models.engine.serve.cluster import LocalCluster

DELETE = """
import sys, ray
from ray import serve
ray.init(sys.argv[1], log_to_driver=False, configure_logging=False)
serve.start(proxy_location="Disabled")
print("started", flush=True)
for name in sys.stdin:
    serve.delete(name.strip())
    print("deleted", flush=True)
"""


class Shared(LocalCluster):
    """`close` leaves it as it is, for the next engine; `end` ends it."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count()

    def lend(self) -> Lent:
        return Lent(self, next(self._numbers))

    def start(self) -> None:
        """The tests' patience is that for a worker, not for a whole cluster."""
        self._deleter = subprocess.Popen(
            [sys.executable, "-c", DELETE, self.address()],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._wait_for("started")

    def delete(self, application: str) -> None:
        """In a process of its own: what uses Ray could not be tested for leaving this one alone."""
        print(application, file=self._deleter.stdin, flush=True)
        self._wait_for("deleted")

    def _wait_for(self, word: str) -> None:
        while word not in (line := self._deleter.stdout.readline()):
            assert line, "the process that starts and deletes has ended"

    def end(self) -> None:
        self._deleter.communicate()
        super().close()


class Lent:
    deploys = True

    def __init__(self, cluster: Shared, number: int) -> None:
        self._cluster, self._number = cluster, number
        self._named: set[str] = set()
        self.environment = cluster.environment
        self.address = cluster.address

    def name(self, module: str) -> str:
        self._named.add(f"{module}-{self._number}")
        return f"{module}-{self._number}"

    def close(self) -> None:
        for application in self._named:
            self._cluster.delete(application)
        self._named.clear()
