"""Messages between a page process and its worker: pickles over a Unix socket, large arrays uncopied beside them.

A page process has many threads that draw. Each system call here gives the interpreter lock away and waits its turn to
get it back from them (5 ms for each busy thread), so what counts is the number of calls, not of bytes: small messages
are read as many at a time as there are, and a large array in one call. A multiprocessing Connection, which needs
three calls for a small message and one for every 200 kB of a large one, took seconds where this takes a fraction.
"""

from __future__ import annotations

import contextlib
import pickle
import socket
import struct
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

LARGE = 1 << 16  # bytes; smaller arrays stay in the message
CHUNK = 1 << 18  # bytes read ahead; more than a Unix socket holds
HEAD = struct.Struct("!QI")  # bytes of the pickle, number of arrays beside it


class Channel:
    """One end. Any thread may send, one thread receives. Raises OSError or EOFError where the other end is gone."""

    def __init__(self, connection: Connection) -> None:
        """Takes over a connection that both ends have made and authenticated."""
        with connection:
            self._socket = socket.fromfd(connection.fileno(), socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.setblocking(True)
        self._sending = threading.Lock()
        self._ahead = memoryview(b"")

    def send(self, message: object) -> None:
        large: list[memoryview] = []

        def stays(buffer: pickle.PickleBuffer) -> bool:
            raw = buffer.raw()
            if raw.nbytes >= LARGE:
                large.append(raw)
            return raw.nbytes < LARGE

        data = pickle.dumps(message, protocol=5, buffer_callback=stays)
        sizes = struct.pack(f"!{len(large)}Q", *(raw.nbytes for raw in large))
        with self._sending:
            self._socket.sendall(HEAD.pack(len(data), len(large)) + sizes + data)
            for raw in large:
                self._socket.sendall(raw)

    def wait_at_most(self, seconds: float) -> None:
        """From now on `receive` raises TimeoutError when nothing came for so long."""
        # In the kernel: settimeout would cost a second system call, and a turn for the lock, for every read.
        whole, part = divmod(seconds, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", int(whole), int(part * 1e6)))

    def receive(self) -> Any:
        try:
            self._read_ahead(HEAD.size)
        except BlockingIOError:
            raise TimeoutError from None  # nothing is lost: what came is kept
        try:
            length, count = HEAD.unpack(self._read(HEAD.size))
            sizes: Sequence[int] = struct.unpack(f"!{count}Q", self._read(8 * count))
            data = self._read(length)
            return pickle.loads(data, buffers=[self._read(size) for size in sizes])
        except BlockingIOError:
            raise EOFError("stuck in the middle of a message") from None

    def _read(self, size: int) -> memoryview:
        """So many bytes: those read ahead, then the rest in one call, or, if it is little, whatever else is there."""
        if size - len(self._ahead) < LARGE:
            self._read_ahead(size)
        data = np.empty(size, dtype=np.uint8).data  # a bytearray would be filled with zeros first
        n = min(size, len(self._ahead))
        data[:n] = self._ahead[:n]
        self._ahead = self._ahead[n:]
        rest = data[n:]
        while rest:
            rest = rest[self._some(self._socket.recv_into(rest, len(rest), socket.MSG_WAITALL)) :]
        return data

    def _read_ahead(self, size: int) -> None:
        while len(self._ahead) < size:
            chunk = self._socket.recv(CHUNK)
            self._some(len(chunk))
            self._ahead = memoryview(bytes(self._ahead) + chunk)

    def _some(self, n: int) -> int:
        if n == 0:
            raise EOFError
        return n

    def hang_up(self) -> None:
        """Both ends see the end of the connection at once; this one is still to be closed."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._socket.close()
