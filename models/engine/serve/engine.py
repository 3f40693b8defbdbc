"""An engine whose models run on a cluster: the same line in front as on one machine, a bridge in a worker's place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.engine.backend import Backend
from models.engine.engine import Engine
from models.engine.inline import Inline
from models.engine.local.estimate import Seats
from models.engine.local.process import WorkerProcess
from models.engine.local.scheduler import Scheduler
from models.engine.local.supervisor import Launch
from models.engine.serve.cluster import Cluster

BRIDGE = "models.engine.serve.bridge"


def serve_engine(
    workers: Mapping[str, str],
    inline: Mapping[str, str] | None = None,
    *,
    cluster: Cluster,
    seats: Mapping[str, Seats] | None = None,
    max_waiting: int = 64,
    name: Callable[[str], str] = str,
    replicas: int = 1,
    **options: Any,
) -> Engine:
    """As local_engine; `seats` are those of each replica. `name`: module → its application on the cluster.
    `replicas`: how many of each, where the cluster deploys what is asked for."""
    schedulers = {}
    for module in set(workers.values()):
        own = (seats or {}).get(module, Seats())
        schedulers[module] = Scheduler(module, max_waiting, own, bridge(cluster, module, name(module), own, replicas))
    backends: dict[str, Backend] = {family: schedulers[module] for family, module in workers.items()}
    backends |= {family: Inline(module) for family, module in (inline or {}).items()}
    return ServeEngine(backends, cluster, **options)


class ServeEngine(Engine):
    def __init__(self, backends: Mapping[str, Backend], cluster: Cluster, **options: Any) -> None:
        super().__init__(backends, **{"cache_bytes": 192 * 2**20, **options})
        self._cluster = cluster

    def close(self) -> None:
        super().close()
        self._cluster.close()


class BridgeProcess(WorkerProcess):
    def kill(self) -> None:
        """It is asked to stop its runs on the cluster before it ends; nobody else would."""
        self.hang_up()


def bridge(cluster: Cluster, module: str, application: str, seats: Seats, replicas: int) -> Launch:
    def launch(*, abandoned: Callable[[], bool], patience: float) -> WorkerProcess:
        how = "deploy" if cluster.deploys else "find"
        return BridgeProcess(
            module,
            abandoned=abandoned,
            patience=patience,
            program=BRIDGE,
            told=[cluster.address(), application, how, str(seats.long), str(seats.brief), str(replicas)],
            environment=cluster.environment,
        )

    return launch
