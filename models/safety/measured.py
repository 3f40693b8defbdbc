"""Measurements of the text model and of pictures, for pages: `python -m models.safety.measure` makes them again.

Only what a model wrote or drew is stored. Every number that a page shows is computed from it there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from safetensors.numpy import load_file

from models.engine.single_flight import single_flight
from models.safety.kinds import Mark
from models.text import tokenizer
from models.text.kinds import Write

NUMBERS = Path(__file__).with_name("measured.safetensors")
FACES = Path(__file__).with_name("faces.npz")
LENGTH = 100  # tokens of a story, at most
KEY = 42
TOPICS = (
    "a lost dog",
    "a lighthouse",
    "the first day of school",
    "a storm at sea",
    "an old clock",
    "a garden in spring",
    "a robot that paints",
    "a small bakery",
    "a map",
    "two brothers",
    "the moon",
    "a broken bicycle",
)
CONDITIONS: dict[str, tuple[Literal["none", "green", "tournament"], float, float]] = {
    "none": ("none", 0, 1.0),
    "green_1": ("green", 1, 1.0),
    "green": ("green", 2, 1.0),
    "green_4": ("green", 4, 1.0),
    "tournament": ("tournament", 0, 1.0),
    "none_cold": ("none", 0, 0.7),
    "green_cold": ("green", 2, 0.7),
    "tournament_cold": ("tournament", 0, 0.7),
}
"""Scheme, strength, temperature."""


def story(condition: str, topic: int) -> Mark:
    scheme, strength, temperature = CONDITIONS[condition]
    prompt = f"Write a short story about {TOPICS[topic]}."
    return Mark(
        prompt=prompt,
        scheme=scheme,
        strength=strength,
        temperature=temperature,
        key=KEY,
        max_new_tokens=LENGTH,
        seed=100 + topic,
    )


def rewriting(ids: list[int], seed: int) -> Write:
    """The request that the model rewrites a text of its own, without a mark."""
    text = tokenizer.decode([i for i in ids if i not in tokenizer.end_ids])
    prompt = f"Rewrite this text in your own words:\n{text}"
    return Write(prompt=prompt, chat=True, max_new_tokens=LENGTH, temperature=0.7, seed=seed)


@single_flight
def numbers() -> dict[str, np.ndarray]:
    return load_file(NUMBERS)


def texts(name: str) -> list[list[int]]:
    """The ids of each text of a row, of SmolLM2's tokenizer and without an end token: a condition, "rewritten",
    "attempts.none", "calm.none", "attempts.reminder", "calm.reminder"."""
    tensors = numbers()
    rows = tensors[f"{name}.ids" if f"{name}.ids" in tensors else name]
    return [[i for i in row if i >= 0 and i not in tokenizer.SHIPPED_ENDS] for row in rows.tolist()]


def perplexity(condition: str) -> float:
    """Of all stories together, by the model itself: exp of the mean of −ln p of every token, at temperature 1."""
    logprobs = numbers()[f"{condition}.logprobs"].astype(np.float64)
    return float(np.exp(-np.nanmean(logprobs)))


@single_flight
def faces() -> dict[str, np.ndarray]:
    """Of "real", "made" (by the GAN) and "diffusion": (100, 64, 64, 3) uint8, larger pictures reduced by means."""
    with np.load(FACES) as file:
        return dict(file)
