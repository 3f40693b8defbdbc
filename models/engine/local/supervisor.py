"""Keeps a family's worker alive: starts it, listens to it, starts it again when it dies, never in a tight loop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from models.engine.local.messages import FromWorker, ToWorker
from models.engine.observer import Observer

log = logging.getLogger(__name__)

STALL_SECONDS = 60.0  # a worker that has work and makes no step for so long is killed
FALSE_STARTS = 3  # deaths in a row before the model was ready, after which it is called unavailable
BACKOFF = (0.0, 0.0, 0.5, 2.0, 8.0)  # seconds before the next start after so many deaths in a row; the last one stays


class Worker(Protocol):
    """A process that works, as we see it. Raises OSError or EOFError once it is gone."""

    def send(self, message: ToWorker) -> None: ...
    def receive(self) -> FromWorker | None: ...
    def kill(self) -> None: ...
    def end(self) -> None: ...


class Launch(Protocol):
    """Starts a worker; gives up when `abandoned()` becomes true. Its `receive` gives None after `patience` seconds."""

    def __call__(self, *, abandoned: Callable[[], bool], patience: float) -> Worker: ...


class Owner(Protocol):
    """The one that is told about the worker. Called in the supervisor's thread, under the lock."""

    def starting(self) -> None: ...
    def started(self) -> None: ...
    def hear(self, message: FromWorker) -> None: ...
    def has_work(self) -> bool: ...
    def lost(self, hopeless: bool) -> None: ...


class Supervisor:
    """Every method but `join` is called under the lock."""

    def __init__(self, module: str, launch: Launch, lock: threading.RLock, owner: Owner, observer: Observer) -> None:
        self._module = module
        self._launch = launch
        self._lock = lock
        self._owner = owner
        self._observer = observer
        self._wake = threading.Condition(lock)
        self._thread: threading.Thread | None = None
        self._worker: Worker | None = None
        self._halted = False
        self._closed = False
        self._deaths = 0  # in a row, since a run was finished
        self._false_starts = 0  # in a row, since the model was ready
        self._silences = 0  # in a row, while the worker had work

    def start(self) -> None:
        """Starts the first worker, or continues after `halt`. Does nothing if a worker is already at work."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._supervise, name=f"supervisor of {self._module}", daemon=True)
            self._thread.start()

    def halt(self) -> None:
        """No new worker until `resume`: starting again would fail again."""
        self._halted = True

    def resume(self) -> None:
        self._halted, self._deaths, self._false_starts = False, 0, 0
        self._wake.notify_all()

    def is_ready(self) -> None:
        self._false_starts = 0

    def is_well(self) -> None:
        """The worker finished a run."""
        self._deaths = 0

    def tell(self, message: ToWorker) -> bool:
        """False if the worker is gone; then a new one is started."""
        try:
            if self._worker is not None:
                self._worker.send(message)
                return True
        except OSError:
            pass  # our own thread sees the end of the connection, too
        return False

    def close(self) -> None:
        self._closed = True
        if self._worker is not None:
            self._worker.kill()
        self._wake.notify_all()

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _supervise(self) -> None:
        while True:
            with self._lock:
                self._wake.wait_for(lambda: self._closed or not self._halted)
                self._wake.wait_for(lambda: self._closed, BACKOFF[min(self._deaths, len(BACKOFF) - 1)])
                if self._closed:
                    return
                self._owner.starting()
            self._live_once()

    def _live_once(self) -> None:
        """One life of a worker, from start to death."""
        worker: Worker | None = None
        try:
            worker = self._launch(abandoned=lambda: self._closed, patience=STALL_SECONDS / 2)
            self._silences = 0
            self._observer.worker_started(self._module)
            with self._lock:
                self._worker = worker
                self._owner.started()
            while not self._closed:
                self._listen_once(worker)
        except Exception as error:  # mostly EOFError and OSError; whatever it is, this thread must go on
            if not self._closed:
                self._observer.worker_died(self._module)
                log.warning("A worker of %s is gone (%s).", self._module, type(error).__name__)
        with self._lock:
            self._worker = None
            self._deaths += 1
            self._false_starts += 1
            self._halted = self._halted or self._false_starts >= FALSE_STARTS
            self._owner.lost(hopeless=self._halted)
        if worker is not None:
            worker.end()

    def _listen_once(self, worker: Worker) -> None:
        message = worker.receive()
        with self._lock:
            # Two silences in a row: the first may have begun before there was work, or be that of a machine that slept.
            self._silences = self._silences + 1 if message is None and self._owner.has_work() else 0
            if message is not None:
                self._owner.hear(message)
            elif self._silences == 2:
                log.error("A worker of %s made no step for %d s and is killed.", self._module, STALL_SECONDS)
                worker.kill()
