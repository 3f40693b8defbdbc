"""A replica: the model and the runs in hand of one process of a cluster, advanced by the same Batch as on one machine.

It takes more runs than it has seats for (several servers may send some) and begins each when seats are free, so that
its memory is bounded and no short run waits for long ones.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
import logging
import os
import pickle
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from models.engine.local.batching import Batch
from models.engine.local.estimate import Seats, fits
from models.engine.local.messages import Ended, FromWorker, LoadFailed, Progress, Start
from models.engine.local.supervisor import STALL_SECONDS
from models.engine.requests import Request
from models.engine.serve.messages import OTHER_VERSION, Full, Hello, Logged
from models.engine.serve.version import version

log = logging.getLogger("models.engine.local.worker")  # whose half of the work this is
SPARE = 1_000_000_000  # numbers from here on are for runs whose own is in use by another server's run


class Stream:
    """The messages of one run, from the thread that works to the one that sends."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._messages: asyncio.Queue[FromWorker | Logged] = asyncio.Queue()

    def put(self, message: FromWorker | Logged) -> None:
        self._loop.call_soon_threadsafe(self._messages.put_nowait, message)

    async def get(self) -> FromWorker | Logged:
        return await self._messages.get()


class Replica:
    """Ray Serve makes one in each process (app.py). Nothing here knows of Ray."""

    def __init__(self, module: str, seats: Seats, news: Callable[[Progress | LoadFailed], None]) -> None:
        """Loads the family of a worker's module (local/worker.py) and starts to work. Raises what its loader raises,
        after `news` was told."""
        self._family = importlib.import_module(module)
        os.nice(getattr(self._family, "NICE", 0))
        try:
            self._model = self._family.load(lambda template, **values: news(Progress(template, values)))
        except Exception as error:
            log.error("The model could not be loaded.", exc_info=True)
            news(LoadFailed(getattr(error, "template", None), getattr(error, "values", {})))
            raise
        self._seats = seats
        self._changed = threading.Condition()  # guards what follows
        self._arrived: list[Start] = []
        self._in_hand: dict[int, Request] = {}
        self._wanted: set[int] = set()
        self._streams: dict[int, Stream] = {}
        self._spare = itertools.count(SPARE)
        self._turned_at = time.monotonic()
        self._batch = Batch(self._family, self._model, self._send)
        log.addHandler(LogOfRuns(self._send))
        threading.Thread(target=self._work, name=f"worker of {module}", daemon=True).start()

    async def hello(self) -> Hello:
        return Hello(version(), self._family.describe(self._model))

    async def run(self, theirs: str, pickled: bytes, patient: bool = True) -> AsyncIterator[FromWorker | Logged | Full]:
        """A run's messages, to its Ended; `pickled` is its Start, which is opened only if `theirs` is our version. One
        that is not `patient` is told so where it finds no seats. Closing it, or cancelling who reads it, stops the run
        within one step."""
        if theirs != version():
            yield Ended(0, "failed", 0.0, self._family.describe(self._model), OTHER_VERSION)
            return
        start: Start = pickle.loads(pickled)
        stream = Stream()
        with self._changed:
            ahead = [*self._in_hand.values(), *(other.request for other in self._arrived)]
            full = not (patient or fits(start.request, ahead, self._seats))
        if full:
            yield Full()
            return
        with self._changed:
            used = start.number in self._streams or start.number in self._in_hand
            number = next(self._spare) if used else start.number
            self._streams[number] = stream
            self._wanted.add(number)
            self._arrived.append(Start(number, start.request))
            self._changed.notify()
        try:
            while True:
                message = await stream.get()
                yield message
                if isinstance(message, Ended):
                    return
        finally:
            with self._changed:
                self._wanted.discard(number)
                del self._streams[number]
                self._arrived = [start for start in self._arrived if start.number != number]

    def check_health(self) -> None:
        """Ray asks now and then; a replica that raises is replaced."""
        if self._in_hand and time.monotonic() - self._turned_at > STALL_SECONDS:
            raise RuntimeError(f"no step for {STALL_SECONDS:.0f} s")

    def _send(self, message: FromWorker | Logged) -> None:
        number = getattr(message, "number", 0)
        with self._changed:
            stream = self._streams.get(number)
            if isinstance(message, Ended):
                self._in_hand.pop(number, None)
        if stream is not None:
            stream.put(message)

    def _work(self) -> None:
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._arrived or len(self._batch))
                    beginning, wanted = self._take(), set(self._wanted)
                    self._turned_at = time.monotonic()
                for start in beginning:
                    self._batch.begin(start)
                self._batch.turn(wanted)
        finally:
            os._exit(1)  # a replica that cannot work is gone, so that another takes its place

    def _take(self) -> list[Start]:
        """What has arrived and finds seats, of each sort in its order."""
        taken = []
        full: set[bool] = set()  # sorts of which one found no seats, so that none overtakes it
        for start in self._arrived[:]:
            brief = start.request.brief
            if brief not in full and fits(start.request, list(self._in_hand.values()), self._seats):
                self._arrived.remove(start)
                self._in_hand[start.number] = start.request
                taken.append(start)
            else:
                full.add(brief)
        return taken


class LogOfRuns(logging.Handler):
    """Sends what is logged about a run along with its messages, so that the server's log has it, too."""

    def __init__(self, send: Callable[[Logged], None]) -> None:
        super().__init__()
        self._send_logged = send

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, Any] = getattr(record, "fields", {})
        if "run" in fields:
            kept = {name: getattr(record, name) for name in ("name", "levelno", "levelname")}
            self._send_logged(Logged(fields["run"], {**kept, "msg": record.getMessage(), "fields": fields}))
