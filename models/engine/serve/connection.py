"""The cluster as a bridge sees it: to become part of it, to find or deploy a model's application, to look how it is.

Ray is imported where it is needed first: where it is not installed, the bridge says so.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import socket
from collections.abc import Callable
from typing import Any, TypeVar

from models.engine.local.messages import LoadFailed, Progress
from models.engine.serve import messages
from models.engine.serve.messages import Hello

log = logging.getLogger(__name__)
T = TypeVar("T")
ADDRESS = re.compile(r"(?P<host>[\w.-]+):(?P<port>\d{1,5})")
PATIENCE = 2.0  # seconds for the head to take up a connection
ANSWER_SECONDS = 10.0  # for a replica to answer what takes it no work


class Failed(Exception):
    """Ray has given up starting replicas."""


class Unavailable(Exception):
    """No model can be reached; `template` is the sentence for visitors."""

    def __init__(self, template: str) -> None:
        super().__init__(template)
        self.template = template


def check(address: str) -> tuple[str, int]:
    """Host and port. Raises Unavailable where the address cannot be one."""
    if address.startswith("ray://"):
        raise Unavailable(messages.CLIENT)
    found = ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise Unavailable(messages.UNKNOWN)
    return found["host"], int(found["port"])


def probe(address: str) -> None:
    """Raises Unavailable where nobody listens. Ray itself would go on trying for a minute, then end the process."""
    try:
        socket.create_connection(check(address), PATIENCE).close()
    except OSError:
        raise Unavailable(messages.UNREACHABLE) from None


def connect(address: str) -> None:
    """This process becomes part of the cluster. Raises Unavailable."""
    if address != "ray":  # a cluster of this machine, which is started where Ray is installed
        check(address)
    if importlib.util.find_spec("ray") is None:
        raise Unavailable(messages.NOT_INSTALLED)
    probe(address)
    import ray
    from ray import serve

    logging.getLogger(serve.__name__).setLevel(logging.WARNING)  # it has told of all it does
    try:
        ray.init(address, log_to_driver=False, configure_logging=False, ignore_reinit_error=True)
    except ray.exceptions.AuthenticationError:
        raise Unavailable(messages.REFUSED) from None
    except Exception as error:
        if "version mismatch" in str(error).lower():
            raise Unavailable(messages.OTHER_VERSION) from error
        raise Unavailable(messages.NO_NODE) from error


class Application:
    """One module's, by its name on the cluster."""

    def __init__(self, address: str, name: str, arguments: dict[str, Any] | None) -> None:
        """With `arguments` (app.py: build) it is deployed by us, where it is not there or has failed; without, its host
        does that."""
        self.deploys = arguments is not None
        self._address = address
        self._name = name
        self._arguments = arguments
        self._deployed = False
        self.handle: Any = None

    def replicas(self) -> int:
        """How many work. Raises Unavailable, or Failed."""
        probe(self._address)
        if self._arguments is not None and not self._deployed:
            self._deploy(self._arguments)
        return self._trying(self._count)

    def hello(self) -> Hello | None:
        """What a replica has; None where the one that was asked has just gone."""
        try:
            answer: Hello = self.handle.hello.remote().result(timeout_s=ANSWER_SECONDS)
        except Exception as error:
            log.warning("A replica does not answer (%s).", type(error).__name__)
            return None
        return answer

    def newest(self) -> Progress | LoadFailed | None:
        """How loading goes. Raises Unavailable."""
        import ray

        from models.engine.serve.app import news

        def ask() -> Progress | LoadFailed | None:
            newest: Progress | LoadFailed | None = ray.get(news().of.remote(self._name), timeout=ANSWER_SECONDS)
            return newest

        return self._trying(ask)

    def _count(self) -> int:
        from ray import serve
        from ray.serve.schema import ApplicationStatus

        found = serve.status().applications.get(self._name)
        if found is None:
            self.handle = None
            raise Unavailable(messages.NOT_DEPLOYED)
        if found.status == ApplicationStatus.DEPLOY_FAILED:
            raise Failed()
        if self.handle is None:
            self.handle = serve.get_app_handle(self._name)
        return sum(one.replica_states.get("RUNNING", 0) for one in found.deployments.values())

    def _deploy(self, arguments: dict[str, Any]) -> None:
        import ray
        from ray import serve
        from ray.serve.schema import ApplicationStatus

        from models.engine.serve.app import build, news

        def deploy() -> None:
            serve.start(proxy_location="Disabled")
            there = serve.status().applications.get(self._name)
            failed = isinstance(ray.get(news().of.remote(self._name), timeout=ANSWER_SECONDS), LoadFailed)
            if there is None or failed or there.status == ApplicationStatus.DEPLOY_FAILED:
                ray.get(news().forget.remote(self._name), timeout=ANSWER_SECONDS)
                target = serve.RunTarget(build(arguments), name=self._name, route_prefix=None)
                [self.handle] = serve.run_many([target], wait_for_applications_running=False)

        self._trying(deploy)
        self._deployed = True

    def _trying(self, do: Callable[[], T]) -> T:
        try:
            return do()
        except (Unavailable, Failed):
            raise
        except Exception as error:  # of many kinds: the head, the controller, or a replica has just gone
            log.warning("The cluster does not answer (%s).", type(error).__name__)
            raise Unavailable(messages.UNREACHABLE) from error
