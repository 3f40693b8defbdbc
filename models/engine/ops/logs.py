"""The log of a server: one JSON object per line if GENERATIVE_AI_LIVE_LOG=json, else only warnings, in plain words.

A line about a run names it by the number that the worker's lines have too. What visitors wrote is in no line, unless
GENERATIVE_AI_LIVE_LOG_TEXT=1 asks for it: that is the host's choice, and visitors should be told.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import socket
import time
import traceback
from typing import Any

from models.engine.run import Computation

log = logging.getLogger(__name__)
HOST = socket.gethostname()  # of a container its id: tells replicas apart


def wanted() -> bool:
    return os.environ.get("GENERATIVE_AI_LIVE_LOG") == "json"


def with_text() -> bool:
    return os.environ.get("GENERATIVE_AI_LIVE_LOG_TEXT") == "1"


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{record.msecs:03.0f}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "host": HOST,
            "pid": record.process,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            # Not its message, which may hold what the visitor wrote.
            line["error"] = f"{type(error).__name__}: {error}" if with_text() else type(error).__name__
            line["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        return json.dumps(line, ensure_ascii=False)


def configure() -> None:
    """Call it once, after importing all libraries that make their own loggers (Streamlit does)."""
    if not wanted():
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("models").setLevel(logging.INFO)
    for logger in logging.root.manager.loggerDict.values():
        for own in getattr(logger, "handlers", ()):
            own.setFormatter(JsonLines())


def run_ended(computation: Computation) -> None:
    """One line for each run: what, how long, how it went."""
    request = computation.request
    fields: dict[str, Any] = {
        "run": computation.number,
        "kind": request.kind,
        "outcome": computation.state,
        "seconds": round(time.monotonic() - computation.asked_at, 3),
        "steps": len(computation.steps),
        "visitors": len(computation.followers),
    }
    if computation.result is not None:
        fields["model_ms"] = round(computation.result.milliseconds)
    if computation.error is not None:
        fields["error"] = type(computation.error).__name__
    if with_text():
        fields["request"] = {f.name: getattr(request, f.name) for f in dataclasses.fields(request)}
    log.info("run ended", extra={"fields": fields})
