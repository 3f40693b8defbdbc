"""Runs of the cost family. The text model's process drives them, beside the runs of the text family."""

from __future__ import annotations

from models.cost.kinds import Meter
from models.cost.meter import meter

RUNS = {Meter: meter}
