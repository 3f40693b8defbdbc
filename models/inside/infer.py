"""Runs of the family inside. The text model's process drives them, beside the runs of the text family."""

from __future__ import annotations

from models.inside.broken import broken
from models.inside.kinds import Broken, Inside
from models.inside.way import inside

RUNS = {Inside: inside, Broken: broken}
