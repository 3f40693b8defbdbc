"""Needless waits of a Streamlit server, and how this one avoids them.

Messages: Streamlit binds its socket itself, with protocol 0; asyncio then leaves Nagle's algorithm on
(github.com/Kludex/uvicorn, issue 3149), and small messages wait 40 ms for the browser to confirm the one before.
Garbage: the collector looks through the objects of all imported modules, too, and none of them ever is garbage. That
Streamlit calls it after every run is switched off in .streamlit/config.toml.
Files: where `server.fileWatcherType` is "none", a visit whose connection broke and came back watches them all the same
(streamlit/runtime/websocket_session_manager.py); looking through 2,000 modules holds up everybody for half a second.
"""

import gc
import importlib
import os
import socket

from streamlit import config
from streamlit.runtime.app_session import AppSession


def send_at_once() -> None:
    """Sets TCP_NODELAY on this process's listening sockets; the connections they accept inherit it (on Linux)."""
    for fd in map(int, os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd") else ()):
        try:
            with socket.socket(fileno=os.dup(fd)) as sock:
                if sock.family != socket.AF_UNIX and sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:  # no socket, or closed meanwhile
            continue


def import_ahead(*modules: str) -> None:
    """Imports what the first visitor would wait for, and takes it out of the garbage collector's rounds."""
    for module in modules:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()


def watch_no_files() -> None:
    """Makes "none" apply to returning visits, too."""
    if config.get_option("server.fileWatcherType") == "none":
        AppSession.register_file_watchers = lambda session: None  # type: ignore[method-assign,assignment]
