"""Pictures out of noise: two Boltzmann machines draw, and what they draw is compared with real pictures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.history import boltzmann
from models.history.binary_pictures import bright_pixels
from models.history.kinds import Dream, DreamStep
from models.history.machines import boltzmann_machines
from models.tiny_flow.kinds import LEARNED_FROM

DRAWN, SHOWN = 64, 16  # pictures that are drawn, and of these, shown


def dream(request: Dream) -> Iterator[DreamStep]:
    first, second = boltzmann_machines()
    random = np.random.default_rng(request.seed)
    pixels = boltzmann.drawn(np.full((DRAWN, len(first.pixels)), 0.5), random)
    units = boltzmann.drawn(np.full((DRAWN, len(second.pixels)), 0.5), random)
    moments, before = request.moments(), 0
    for number in range(request.rounds + 1):
        if number in moments:
            shown = pixels if number == 0 else first.down(first.up(pixels))
            yield _dreamt(number, number - before, shown, first.down(units))
            before = number
        pixels, units = (
            boltzmann.gibbs(machine, states, random) for machine, states in ((first, pixels), (second, units))
        )


def _dreamt(number: int, passes: int, one: np.ndarray, two: np.ndarray) -> DreamStep:
    real = bright_pixels()[LEARNED_FROM:]
    return DreamStep(
        passes=passes,
        number=number,
        one=_as_pictures(one[:SHOWN]),
        two=_as_pictures(two[:SHOWN]),
        bright=np.array([one.mean(), two.mean(), real.mean()]),
        varied=np.array([one.std(0).mean(), two.std(0).mean(), real.std(0).mean()]),
    )


def _as_pictures(probabilities: np.ndarray) -> np.ndarray:
    result: np.ndarray = np.rint(255 * probabilities).astype(np.uint8).reshape(-1, 16, 16)
    return result
