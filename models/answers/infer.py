"""Runs of the family; the network is the text model's (models/text/net.py)."""

from __future__ import annotations

from models.answers.ask import ask
from models.answers.kinds import Ask

RUNS = {Ask: ask}
