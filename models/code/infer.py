"""Runs of the family; the network is the text model's (models/text/net.py)."""

from __future__ import annotations

from models.code.kinds import WriteCode
from models.code.write import write

RUNS = {WriteCode: write}
