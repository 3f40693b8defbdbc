"""A worker's module as an application of Ray Serve: `import_path: models.engine.serve.app:build` in its configuration.

The one file, with bridge.py and head.py, that imports Ray; each runs in a process of its own, none in that of a page.
"""

from __future__ import annotations

from typing import Any

import ray
from ray import serve

from models.engine.local.estimate import Seats
from models.engine.local.messages import FromWorker, LoadFailed, Progress
from models.engine.local.supervisor import FALSE_STARTS
from models.engine.serve.replica import Replica

NAMESPACE = "generative-ai-live"
SERVERS = 4  # that may each fill a replica's seats; what they send beyond those waits in the replica


class News:
    """How loading goes, for who waits for it: the newest message of each application. An actor of its own, since a
    replica that is still loading answers nothing."""

    def __init__(self) -> None:
        self._newest: dict[str, Progress | LoadFailed] = {}

    def tell(self, application: str, message: Progress | LoadFailed) -> None:
        self._newest[application] = message

    def of(self, application: str) -> FromWorker | None:
        return self._newest.get(application)

    def forget(self, application: str) -> None:
        self._newest.pop(application, None)


def news() -> Any:
    """The actor, made by whoever asks first."""
    options = {"name": "news", "namespace": NAMESPACE, "lifetime": "detached", "get_if_exists": True, "num_cpus": 0}
    return ray.remote(News).options(**options, max_restarts=-1).remote()


class Deployed(Replica):
    def __init__(self, application: str, module: str, seats: Seats) -> None:
        board = news()
        # Waits until it is told: a loader may end the process with its next breath.
        super().__init__(module, seats, lambda message: ray.get(board.tell.remote(application, message)))
        board.forget.remote(application)


def build(arguments: dict[str, Any]) -> serve.Application:
    """`module`: a worker's. `long` and `brief`: its seats, 1 if not given. `application`: its name, the module’s
    if not given. `cpus` that it needs, and how many `replicas`."""
    module = arguments["module"]
    seats = Seats(int(arguments.get("long", 1)), int(arguments.get("brief", 1)))
    deployment = serve.deployment(
        Deployed,
        name="worker",
        max_ongoing_requests=SERVERS * (seats.long + seats.brief),
        num_replicas=arguments.get("replicas"),
        max_constructor_retry_count=FALSE_STARTS,
        health_check_period_s=1,
        graceful_shutdown_timeout_s=120,  # a replica that is replaced finishes its runs; the longest takes a minute
        graceful_shutdown_wait_loop_s=0.5,
        ray_actor_options={"num_cpus": arguments.get("cpus", 0)},
    )
    return deployment.bind(arguments.get("application", module), module, seats)
