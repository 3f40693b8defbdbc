"""What each machine learned from; those of the chain and of the hidden Markov model begin those of the networks."""

from __future__ import annotations

from functools import cache

from models.history.shared import corpus
from models.history.sizes import ROW
from models.stories import corpus as world

NETWORKS = ("elman", "lstm", "transformer")
CHARACTERS = 5_000_000  # of stories, for the networks
SEED = 2  # of these stories: the chain counts the first 500,000 characters of the same
READ = 400  # rows that the hidden Markov model reads


@cache
def read(name: str) -> str:
    """As one text."""
    if name in NETWORKS:
        return world.text("en", CHARACTERS, seed=SEED)
    whole = corpus()
    return whole.pieces.decode(whole.train.ids[: READ * ROW].tolist()) if name == "hmm" else whole.text
