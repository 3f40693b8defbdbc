"""The tests in two processes at once: browser tests wait while models compute.

What shares a server, a browser or loaded models stays in one process, one group after the other, those that take
longest first. Every other file is a group of its own, and goes where there is nothing left to do.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# The beginnings of paths, by what they share.
GROUPS = {
    "browser": ("tests/e2e/",),
    "one Ray cluster": ("tests/models/engine/test_contract_", "tests/models/engine/serve/"),
    "pages, over the engine of the process": ("tests/pages/", "tests/models/test_prepared.py"),
    "the text model, ours and that of transformers": (
        "tests/models/text/",
        "tests/models/fine_tuning/",
        "tests/models/answers/",
        "tests/models/control/",
        "tests/models/inside/",
        "tests/models/safety/",
        "tests/models/cost/",
        "tests/models/code/",
    ),
}
# The process that scripts and trainings are forked from.
FORKED = ("/test_reproduce.py", "/test_train.py")


def group(nodeid: str) -> str:
    path = nodeid.split("::")[0]
    if path.endswith(FORKED):
        return "scripts"
    return next((name for name, paths in GROUPS.items() if path.startswith(paths)), path)


def place(nodeid: str) -> int:
    """Where in the line a test's group stands."""
    return [*GROUPS, "scripts", group(nodeid)].index(group(nodeid))


class Scheduler(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)

    def remove_node(self, node: WorkerController) -> str | None:
        """A test that kills its process has failed. xdist would run it again, in process after process."""
        unfinished = {name: unit for name, unit in self.assigned_work[node].items() if not all(unit.values())}
        crashed = next((test for unit in unfinished.values() for test, done in unit.items() if not done), None)
        if crashed is not None:
            unfinished[group(crashed)][crashed] = True
        self.assigned_work[node] = {name: unit for name, unit in unfinished.items() if not all(unit.values())}
        super().remove_node(node)
        return crashed

    def _reschedule(self, node: WorkerController) -> None:
        if node in self.registered_collections:  # one that replaces another may still be collecting
            super()._reschedule(node)

    def schedule(self) -> None:
        """Each process keeps its last test back until it is told of a next one, or that none will come."""
        super().schedule()
        for node in self.nodes:
            self._reschedule(node)
