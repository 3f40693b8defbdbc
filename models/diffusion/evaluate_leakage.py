"""Leakage: does what a short prompt names change what it does not name? A yellow hoodie must not bring a yellow hat."""

from collections.abc import Iterator

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES, sample_person, to_row, visible
from models.avatars.attributes import to_person as person_of
from models.classifier.metrics import total_variation

# Each prompt, and the attributes it names: those are asked for, and no leak.
PROMPTS: dict[str, dict[str, str]] = {
    "a person": {},
    "a person with a yellow hoodie": {"clothes": "hoodie", "cloth_color": "yellow"},
    "a person with a red hat": {"top": "hat", "hat_color": "red"},
    "a smiling person": {"mouth": "smile"},
}
FEWEST = 20  # pictures that show an attribute; with fewer, nothing is reported


def world(named: dict[str, str], count: int, seed: int) -> np.ndarray:
    """Rows (count, 12) of the world's people who show what is named."""
    rng = np.random.default_rng(seed)
    return np.array([to_row(sample_person(rng, named)) for _ in range(count)])


def counts(rows: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """(attribute, how many show each of its values), hidden ones left out."""
    shown = [visible(person_of(row)) for row in rows]
    for i, a in enumerate(ATTRIBUTES):
        yield a, np.bincount(rows[[s[a] for s in shown], i], minlength=len(NAMES[a]))


def leaked(read_rows: np.ndarray, named: dict[str, str]) -> dict[str, dict[str, float]]:
    """Per unnamed attribute: total variation between what the classifier reads (rows) and the world's frequencies.

    `floor` is the mean of the same for as many real people, ten times: with few pictures, chance alone gives this.
    """
    expected = dict(counts(world(named, 5000, seed=4)))
    chance = [dict(counts(world(named, len(read_rows), seed=5 + i))) for i in range(10)]
    report = {}
    for a, seen in counts(read_rows):
        if a not in named and seen.sum() >= FEWEST:
            floor = [total_variation(c[a], expected[a]) for c in chance if c[a].sum()]
            report[a] = {
                "distance": round(total_variation(seen, expected[a]), 3),
                "floor": round(float(np.mean(floor)), 3),
            }
    return report
