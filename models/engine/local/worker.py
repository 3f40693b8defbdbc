"""The worker program: loads one family's module and runs its requests, those at hand together (batch.py).

Started by process.py as `python -m models.engine.local.worker MODULE ADDRESS`, with a key on stdin. MODULE offers
    load(progress) -> model                      blocks until usable; progress(template, **values) tells what is done
    describe(model, request=None) -> ModelInfo   what runs the request, for the run line; None: the main model
    RUNS                                         kind of request → function(model, request), which yields each Step as
                                                 soon as it is made; closing it stops the work
and, where its runs share work when several are in hand (asking.py),
    together(model, asks) -> list                the answers to what several runs ask, each as if asked alone
and, where its runs may wait for those of other workers,
    NICE                                         what is added to the niceness of its process
"""

from __future__ import annotations

import importlib
import logging
import os
import queue
import sys
import threading

from models.engine.local.batching import Batch
from models.engine.local.channel import Channel
from models.engine.local.child import connected
from models.engine.local.messages import Ended, FromWorker, LoadFailed, Progress, Ready, Start

log = logging.getLogger("models.engine.local.worker")  # __name__ is "__main__" here


class Worker:
    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._inbox: queue.SimpleQueue[Start] = queue.SimpleQueue()
        self._wanted: set[int] = set()  # runs that were started and not stopped

    def send(self, message: FromWorker) -> None:
        if isinstance(message, Ended):
            self._wanted.discard(message.number)
        self._channel.send(message)

    def listen(self) -> None:
        """In a thread of its own, so that a Stop is received while the model works."""
        while True:
            try:
                message = self._channel.receive()
            except (EOFError, OSError):
                os._exit(0)  # nobody is left to work for
            if isinstance(message, Start):
                self._wanted.add(message.number)
                self._inbox.put(message)
            else:
                self._wanted.discard(message.number)

    def serve(self, module: str) -> None:
        try:
            family = importlib.import_module(module)
            os.nice(getattr(family, "NICE", 0))
            model = family.load(lambda template, **values: self.send(Progress(template, values)))
            self.send(Ready(family.describe(model)))
        except Exception as error:
            log.error("The model could not be loaded.", exc_info=True)
            self.send(LoadFailed(getattr(error, "template", None), getattr(error, "values", {})))
            return
        batch = Batch(family, model, self.send)
        while True:
            while not len(batch) or not self._inbox.empty():  # waits only if nothing is running
                batch.begin(self._inbox.get())
            batch.turn(self._wanted)


def main() -> None:
    module, address = sys.argv[1:]
    worker = Worker(connected(address))
    threading.Thread(target=worker.listen, daemon=True).start()
    worker.serve(module)


if __name__ == "__main__":
    main()
