"""The judge as a program of its own, to run where nothing of this project is: in a browser, or in a limited process."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def program() -> str:
    """The text of judge.py."""
    return Path(__file__).with_name("judge.py").read_text(encoding="utf-8")
