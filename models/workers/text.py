"""The text model in one process, for every family that asks it something: its weights are in memory once."""

from __future__ import annotations

from models.answers import infer as answers
from models.bias import infer as bias
from models.code import infer as code
from models.control import infer as control
from models.cost import infer as cost
from models.inside import infer as inside
from models.safety import infer as safety
from models.text import infer as text

MODULES = {
    "text": text,
    "answers": answers,
    "bias": bias,
    "code": code,
    "control": control,
    "inside": inside,
    "safety": safety,
    "cost": cost,
}
RUNS = {kind: run for module in MODULES.values() for kind, run in module.RUNS.items()}

load, describe, together = text.load, text.describe, text.together
