"""Measurements of the machines' stories, for pages."""

from __future__ import annotations

STRETCHES = 941  # of 40 characters, every 20th of the first 50 stories that bits per character are measured on
# Of these, which nobody learned from: the share that stands word for word in what a machine did learn from. This is
# what the world's own repetition gives, to compare a machine's copying with; tests/models/history counts it again.
NEW_THAT_STANDS_IN = {"markov": 207 / STRETCHES, "transformer": 484 / STRETCHES}
