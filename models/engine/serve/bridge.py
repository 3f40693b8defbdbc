"""The bridge from a page process to the replicas of one module on a cluster, a program that speaks as a worker does.

Started by local/process.py as `python -m models.engine.serve.bridge MODULE SOCKET CLUSTER APPLICATION deploy|find LONG
BRIEF REPLICAS`. A process of its own, for Ray ends the process that uses it when it has lost its cluster for a minute;
then the supervisor starts the next bridge. Runs go to the replica that Ray Serve chooses; their messages come back as a
stream.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import sys
import threading
import time
from dataclasses import replace
from typing import Any

from models.engine.local.channel import Channel
from models.engine.local.child import connected
from models.engine.local.messages import Away, Begun, Ended, LoadFailed, Lost, Progress, Ready, Replicas, Start
from models.engine.serve import messages
from models.engine.serve.connection import Application, Failed, Unavailable, connect
from models.engine.serve.messages import Full, Hello, Logged
from models.engine.serve.version import version

log = logging.getLogger("models.engine.serve.bridge")  # __name__ is "__main__" here
Said = Progress | LoadFailed | Ready | Replicas | Away
LOOK_SECONDS = 0.2  # between two looks at replicas that start
CALM_SECONDS = 1.0  # … that work
TRIES = 8  # to find a replica with seats, before the run waits at one
STOP_SECONDS = 0.5  # for the replicas to be told that their runs are stopped, before we end
TRY_SECONDS = 1.0  # between two attempts to reach the cluster
SAY_SECONDS = 5.0  # after so long without news the page process is told again how it is: silence means that we hang


class Runs:
    """Those under way: a thread for each, which passes its stream on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: dict[int, Any] = {}  # by number; None until Ray has given it
        self._handle: Any = None  # the application's, once there is one
        self._hello: Hello | None = None

    @property
    def could_come(self) -> bool:
        return self._handle is not None

    def come(self, handle: Any, hello: Hello) -> None:
        """From now on runs can be sent to the application with this handle."""
        self._handle, self._hello = handle, hello

    def listen(self, channel: Channel) -> None:
        """In a thread of its own."""
        self._channel = channel
        while True:
            try:
                message = channel.receive()
            except (EOFError, OSError):
                self.stop_all()
                os._exit(0)  # nobody is left to work for
            if isinstance(message, Start):
                with self._lock:
                    self._streams[message.number] = None
                threading.Thread(target=self._follow, args=(message,), daemon=True).start()
            else:
                self._stop(message.number)

    def _stop(self, number: int) -> None:
        with self._lock:
            stream = self._streams.pop(number, None)
        if stream is not None:
            stream.cancel()

    def stop_all(self) -> None:
        with self._lock:
            streams = [stream for stream in self._streams.values() if stream is not None]
        for stream in streams:
            stream.cancel()
        time.sleep(STOP_SECONDS if streams else 0)

    def _follow(self, start: Start) -> None:
        number, ended = start.number, False
        try:
            # Ray Serve chooses by what it knew a moment ago, and may send two runs where there is a seat for one.
            for patient in [False] * TRIES + [True]:
                last = self._pass_stream_on(start, patient)
                if not isinstance(last, Full):
                    break
            ended = isinstance(last, Ended)
        except Exception as error:  # of many kinds: the replica, its node or the cluster is gone, or it was cancelled
            if number in self._streams:
                log.warning("Run %d lost its replica (%s).", number, type(error).__name__)
        with self._lock:
            wanted = number in self._streams
            self._streams.pop(number, None)
        if not ended:
            assert self._hello is not None  # set before the first run can come
            with contextlib.suppress(BrokenPipeError):  # nobody is left to tell
                self._channel.send(Lost(number) if wanted else Ended(number, "stopped", 0.0, self._hello.model))

    def _pass_stream_on(self, start: Start, patient: bool) -> Any:
        """The last message of the stream of one replica."""
        pickled, last = pickle.dumps(start, protocol=5), None
        stream = self._handle.options(stream=True).run.remote(version(), pickled, patient)
        with self._lock:
            wanted = start.number in self._streams
            if wanted:
                self._streams[start.number] = stream
        if not wanted:
            stream.cancel()  # it was stopped before it began
        for last in stream:
            self._pass_on(start.number, last)
        return last

    def _pass_on(self, number: int, message: Any) -> None:
        if isinstance(message, Logged):
            record = logging.makeLogRecord(message.record)
            logging.getLogger(record.name).handle(record)
        elif isinstance(message, Full):
            pass  # it is sent again
        elif number in self._streams or isinstance(message, (Begun, Ended)):
            self._channel.send(replace(message, number=number))


class Watch:
    """How the replicas are, told to the page process as it changes, and now and then though it did not."""

    def __init__(self, channel: Channel, application: Application, runs: Runs) -> None:
        self._channel, self._application, self._runs = channel, application, runs
        self._said: Said | None = None
        self._said_at = 0.0

    def go_on(self) -> None:
        """Looks for as long as there is a cluster. Returns, too, if the model cannot be loaded where we deploy it."""
        while not isinstance(self._said, LoadFailed):
            try:
                self._look()
            except Unavailable as why:
                self._say(Away(why.template))
                if why.template == messages.UNREACHABLE and self._runs.could_come:
                    return  # the next bridge becomes part of whatever cluster is there then
            time.sleep(CALM_SECONDS if isinstance(self._said, Replicas) and self._said.count else LOOK_SECONDS)

    def _look(self) -> None:
        failed, count = False, 0
        try:
            count = self._application.replicas()
        except Failed:
            failed = True
        if count == 0:
            self._tell_how_loading_goes(failed)
            return
        was_ready = isinstance(self._said, Replicas) and self._said.count > 0
        if not was_ready or self._is_due():
            hello = self._application.hello()
            if hello is None:
                self._say(Replicas(0))
                return
            if hello.version != version():
                raise Unavailable(messages.OTHER_VERSION)
            if not was_ready:
                self._runs.come(self._application.handle, hello)
                self._say(Ready(hello.model))
        self._say(Replicas(count))

    def _tell_how_loading_goes(self, failed: bool) -> None:
        """In the loader's own words. Where we did not deploy it, another may yet put it right."""
        newest = self._application.newest()
        if failed and not isinstance(newest, LoadFailed):
            newest = LoadFailed(None)
        if isinstance(newest, LoadFailed) and not self._application.deploys:
            self._say(Away(newest.template or messages.NOT_STARTING, newest.values))
        else:
            self._say(newest or Replicas(0))

    def _is_due(self) -> bool:
        return time.monotonic() - self._said_at > SAY_SECONDS

    def _say(self, message: Said) -> None:
        if message != self._said or self._is_due():
            self._said, self._said_at = message, time.monotonic()
            self._channel.send(message)


def reach(channel: Channel, address: str) -> None:
    """Returns once we are part of the cluster; says why not, for as long as we are not."""
    said_at = -SAY_SECONDS
    while True:
        try:
            return connect(address)
        except Unavailable as why:
            if time.monotonic() - said_at > SAY_SECONDS:
                said_at = time.monotonic()
                log.warning("The cluster at “%s”: %s", address, why)
                channel.send(Away(why.template))
        time.sleep(TRY_SECONDS)


def main() -> None:
    module, own_address, address, name, how, long, brief, replicas = sys.argv[1:]
    runs = Runs()
    channel = connected(own_address, runs.stop_all)
    threading.Thread(target=runs.listen, args=(channel,), daemon=True).start()
    reach(channel, address)
    arguments = {"module": module, "application": name, "long": int(long), "brief": int(brief)}
    arguments["replicas"] = int(replicas)
    application = Application(address, name, arguments if how == "deploy" else None)
    with contextlib.suppress(BrokenPipeError):  # nobody is left to tell
        Watch(channel, application, runs).go_on()


if __name__ == "__main__":
    main()
