"""The backend that keeps a line: what waits for a worker, what the worker is running, and what comes back.

What it speaks to is one worker of this machine, or a bridge to several elsewhere (engine/serve), which it counts.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from models.engine.backend import Front
from models.engine.errors import Busy, Cancelled, EngineError, ModelUnavailable, RunFailed
from models.engine.local.estimate import Durations, Load, Seats, fits, waits
from models.engine.local.messages import (
    Away,
    Begun,
    Ended,
    FromWorker,
    LoadFailed,
    Lost,
    Made,
    Progress,
    Ready,
    Replicas,
    Start,
    Stop,
)
from models.engine.local.supervisor import Launch, Supervisor
from models.engine.local.waiting import WaitingLine
from models.engine.run import Computation, Run
from models.engine.status import COLD, LOADING, READY, STARTING, Status
from models.engine.trace import Trace

LOAD_GUESS = 5.0  # seconds from start to ready, before one was measured


@dataclass
class Job:
    """What the worker is running."""

    computation: Computation
    begun: bool = False
    seconds: float = 0.0  # of the worker's time, divided evenly among what it had in hand


class Scheduler:
    """Everything happens under the engine's lock: in the thread of whoever calls, or in the supervisor's."""

    rate_limited = True

    def __init__(self, module: str, max_waiting: int, seats: Seats, launch: Launch) -> None:
        """`module` is a worker's (worker.py); the families it serves share its queue, and each worker's `seats`."""
        self.status = COLD
        self._module = module
        self._line = WaitingLine(max_waiting)
        self._durations = Durations()
        self._seats_of_one = seats
        self._workers = 1
        self._launch = launch
        self._at_work: dict[int, Job] = {}  # by the number of the computation
        self._counted_at = 0.0  # monotonic; until when the worker's time is in the jobs' seconds
        self._started_at = 0.0
        self._load_seconds = LOAD_GUESS

    # What the engine asks for.

    def attach(self, front: Front) -> None:
        self._front = front
        self._supervisor = Supervisor(self._module, self._launch, front.lock, self, front.observer)

    @property
    def waiting(self) -> int:
        return len(self._line)

    def runs_waiting_for(self, visitor: str | None) -> list[Run]:
        return self._line.runs_of(visitor)

    def run_here(self, computation: Computation) -> None:
        """Nothing: the worker runs it."""

    def warm_up(self) -> None:
        if self.status.state == "cold":
            self._started_at = time.monotonic()
        self._supervisor.start()

    def retry(self) -> None:
        if self.status.state == "failed":
            self.status = STARTING
            self._supervisor.resume()
        self.warm_up()

    def submit(self, computation: Computation, visitor: str | None) -> None:
        """Raises Busy. If the model could not be loaded, the run ends at once and says why."""
        if self.status.state == "failed":
            computation.fail(ModelUnavailable(self.status.template, **self.status.values))
            return
        self.warm_up()
        self._line.drop_abandoned()
        if not self._line.join(computation, visitor):
            raise Busy(waiting=len(self._line), seconds=max(self._waits(computation)[-1], 1.0))
        self._advance()

    def give_up(self, computation: Computation) -> None:
        """Nobody wants the computation any more: it ends for all at once, and in the worker before its next step."""
        if not self._line.remove(computation):
            self._supervisor.tell(Stop(computation.number))
        computation.fail(Cancelled())
        self._advance()

    def close(self) -> None:
        self._fail_all(Cancelled())
        self._supervisor.close()

    def join(self) -> None:
        self._supervisor.join()

    # What the supervisor tells.

    def starting(self) -> None:
        self.status, self._started_at, self._workers = STARTING, time.monotonic(), 1

    def started(self) -> None:
        self.status = LOADING

    def has_work(self) -> bool:
        return bool(self._at_work)

    def hear(self, message: FromWorker) -> None:
        match message:
            case Progress(template, values):
                self.status = Status("loading", template, values)
            case Ready(model):
                self.status = Status("ready", READY.template, model=model)
                self._load_seconds = time.monotonic() - self._started_at
                self._supervisor.is_ready()
                self._advance()
            case LoadFailed(template, values):
                self._supervisor.halt()
                self._unavailable(ModelUnavailable(template, **values))
            case Replicas(count):
                self._count()
                if count == 0 and self.status.state == "ready":
                    self.status, self._started_at = STARTING, time.monotonic()
                self._workers = max(count, 1)
                self._advance()
            case Away(template, values):
                self._unavailable(ModelUnavailable(template, **values))
            case Lost(number):
                self._count()
                self._lose(self._at_work.pop(number))
                self._advance()
            case Begun(number):
                self._at_work[number].begun = True
            case Made(number, step):
                computation = self._at_work[number].computation
                if not computation.ended:
                    computation.add(step)
                    if not computation.followers:
                        self.give_up(computation)
            case Ended():
                self._finish(message)

    def lost(self, hopeless: bool) -> None:
        """The worker is gone: what it was running fails, what waits keeps waiting for the next one."""
        for job in self._at_work.values():
            self._lose(job)
        self._at_work.clear()
        if self.status.state == "failed":
            return  # it said why before it went
        self.status = STARTING
        if hopeless:
            self._unavailable(ModelUnavailable())
        self._advance()

    # Between the two.

    def _lose(self, job: Job) -> None:
        """Who had the run in hand is gone."""
        if not (job.begun or job.computation.put_back or job.computation.ended):
            job.computation.put_back = True  # only once, lest it was the one that killed it after all
            self._line.put_back(job.computation)
        elif not job.computation.ended:
            job.computation.fail(RunFailed())

    def _finish(self, ended: Ended) -> None:
        self._count()
        job = self._at_work.pop(ended.number)
        computation = job.computation
        if ended.how == "done":
            self._supervisor.is_well()
            self._durations.add(computation.request.kind, job.seconds)
        if computation.ended:
            pass  # its followers have left
        elif ended.how == "done":
            trace = Trace(computation.request, tuple(computation.steps), ended.milliseconds, ended.model)
            computation.finish(trace)
            self._front.keep(trace)
        else:
            computation.fail(RunFailed(ended.template, **ended.values))
        self._advance()

    def _advance(self) -> None:
        """Gives the worker what it can take and tells the others their position. Called after every change."""
        self._line.drop_abandoned()
        self._count()
        while self.status.state == "ready":
            computation = self._line.take(self._fits)
            if computation is None:
                break
            if not self._supervisor.tell(Start(computation.number, computation.request)):
                self._line.put_back(computation)  # the next worker gets it
                break
            self._at_work[computation.number] = Job(computation)
            computation.move(0, 0.0)
        now = time.monotonic()
        self._line.number_places([now + seconds for seconds in self._waits()])

    @property
    def _seats(self) -> Seats:
        return self._seats_of_one.of(self._workers)

    def _fits(self, computation: Computation) -> bool:
        in_hand = [job.computation for job in self._at_work.values()]
        if self._workers == 1 and in_hand and any(c.put_back for c in [computation, *in_hand]):
            return False  # its last worker died: lest it was the reason, it is alone with the next
        return fits(computation.request, [c.request for c in in_hand], self._seats)

    def _count(self) -> None:
        """Brings the seconds of the current runs up to date. Called before they change."""
        now = time.monotonic()
        for job in self._at_work.values():
            job.seconds += (now - self._counted_at) / max(1.0, len(self._at_work) / self._workers)
        self._counted_at = now

    def _waits(self, *newcomers: Computation) -> list[float]:
        """Seconds until each waiting run, and then each new one, will probably start."""
        self._count()
        loading = 0.0
        if self.status.state != "ready":
            loading = max(0.0, self._started_at + self._load_seconds - time.monotonic())
        expected = self._durations.of
        at_work = [
            Load(job.computation.request, max(0.0, expected(job.computation.request) - job.seconds))
            for job in self._at_work.values()
            if not job.computation.ended
        ]
        waiting = [Load(c.request, expected(c.request)) for c in [*self._line, *newcomers]]
        return [loading + seconds for seconds in waits(at_work, waiting, self._seats, self._workers)]

    def _unavailable(self, error: EngineError) -> None:
        self.status = Status("failed", error.template, error.values)
        self._fail_all(error)

    def _fail_all(self, error: EngineError) -> None:
        for computation in [*self._line, *(job.computation for job in self._at_work.values())]:
            self._line.remove(computation)
            if not computation.ended:
                computation.fail(error)
