"""The twelve attributes of a drawn face, in words: their names, and what the classifier reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.avatars.attributes import ATTRIBUTES, to_person, visible
from models.engine.translation import N_

LABELS = {
    "skin": N_("skin"),
    "top": N_("hair or hat"),
    "hair_color": N_("hair colour"),
    "hat_color": N_("hat colour"),
    "glasses": N_("glasses"),
    "beard": N_("beard"),
    "mouth": N_("mouth"),
    "eyes": N_("eyes"),
    "brows": N_("eyebrows"),
    "clothes": N_("clothes"),
    "cloth_color": N_("colour of the clothes"),
    "background": N_("background"),
}
TELLING = ("top", "glasses", "beard", "mouth", "clothes", "background")  # enough to tell one face from another


def in_words(read_values: NDArray[np.integer], of: Sequence[str] = TELLING) -> str:
    """What the classifier reads of some attributes, in the captions' words: "bun, sunglasses, sad". What the face lacks
    or a hat hides is left out. read_values: (12,), the index of the likeliest value of each of ATTRIBUTES."""
    person = to_person(read_values.tolist())
    seen = visible(person)
    return ", ".join(person[a] for a in ATTRIBUTES if a in of and seen[a] and not person[a].startswith("no "))
