"""What pages and models may use of the engine. Light: no torch, no streamlit, no model.

The engine that serves them is models/shared_engine.py's.
"""

from models.engine.backend import Backend
from models.engine.engine import Engine
from models.engine.errors import Busy, Cancelled, EngineError, InvalidRequest, ModelUnavailable, RunFailed, TooOften
from models.engine.model_info import ModelInfo
from models.engine.observer import Observer
from models.engine.requests import Request
from models.engine.run import Run
from models.engine.status import Status
from models.engine.steps import Step
from models.engine.trace import Trace

__all__ = [
    "Backend",
    "Busy",
    "Cancelled",
    "Engine",
    "EngineError",
    "InvalidRequest",
    "ModelInfo",
    "ModelUnavailable",
    "Observer",
    "Request",
    "Run",
    "RunFailed",
    "Status",
    "Step",
    "TooOften",
    "Trace",
]
