"""The facts that memory is asked for, for who needs no torch."""

from __future__ import annotations

FACTS = ("town", "food", "friend", "pet")
