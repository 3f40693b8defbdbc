"""Sends each message at once, where the server would hold small ones back until the browser has confirmed the last.

Streamlit binds its socket itself, with protocol 0; asyncio then leaves Nagle's algorithm on (github.com/Kludex/uvicorn,
issue 3149), and together with delayed confirmations every move of a slider waits 40 ms for nothing.
"""

import os
import socket


def send_at_once() -> None:
    """Sets TCP_NODELAY on this process's listening sockets; the connections they accept inherit it (on Linux)."""
    for fd in map(int, os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd") else ()):
        try:
            with socket.socket(fileno=os.dup(fd)) as sock:
                if sock.family != socket.AF_UNIX and sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:  # no socket, or closed meanwhile
            continue
