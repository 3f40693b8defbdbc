"""How a program that process.py started begins: its log, its end with the parent, and the connection to it."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Listener

from models.engine.local.channel import Channel
from models.engine.ops import logs


def end_with_parent(tidy_up: Callable[[], None]) -> None:
    """The parent keeps our stdin open for as long as it lives."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    tidy_up()
    os._exit(0)


def connected(address: str, tidy_up: Callable[[], None] = lambda: None) -> Channel:
    """Our end, once the parent has called. The key comes through stdin, so that nobody else can call. When the parent
    is gone, we `tidy_up` and end."""
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logs.configure()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches us too; the parent ends us
    key = bytes.fromhex(sys.stdin.buffer.readline().decode())
    threading.Thread(target=end_with_parent, args=(tidy_up,), daemon=True).start()
    try:
        listener = Listener(address, authkey=key)
    except FileNotFoundError:
        sys.exit()  # the parent ended while we started, and cleared the address away
    channel = Channel(listener.accept())
    with contextlib.suppress(FileNotFoundError):  # it does so, too, as soon as it is connected
        listener.close()
    return channel
