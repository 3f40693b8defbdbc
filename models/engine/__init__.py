"""What pages may use of the engine. Light: no torch, no streamlit."""

from models.engine.engine import LocalEngine, engine
from models.engine.errors import Busy, Cancelled, EngineError, ModelUnavailable, RunFailed, TooOften
from models.engine.families import ModelInfo
from models.engine.requests import InvalidRequest, Request
from models.engine.run import Run
from models.engine.status import Status
from models.engine.steps import Step
from models.engine.trace import Trace

__all__ = [
    "Busy",
    "Cancelled",
    "EngineError",
    "InvalidRequest",
    "LocalEngine",
    "ModelInfo",
    "ModelUnavailable",
    "Request",
    "Run",
    "RunFailed",
    "Status",
    "Step",
    "TooOften",
    "Trace",
    "engine",
]
