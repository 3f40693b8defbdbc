"""What a set of good pictures can be spoiled with, and the cheats that win a metric.

A fault is either one of each picture (blur, noise), or one of the set: which pictures are in it, and how often.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageFilter

from models.avatars.attributes import ATTRIBUTES
from models.classifier.kinds import BLUR_PIXELS, NOISE_LEVELS, SHOWN_OFF, kept_styles
from models.classifier.metrics import squared_distances


def spoiled_pictures(pictures: np.ndarray, fault: str, strength: float, rng: np.random.Generator) -> np.ndarray:
    """uint8 (n, 64, 64, 3) → the same, each picture with the fault; as they are for a fault of the set."""
    if fault == "blur":
        blur = ImageFilter.GaussianBlur(BLUR_PIXELS * strength)
        return np.stack([np.asarray(Image.fromarray(picture).filter(blur)) for picture in pictures])
    if fault == "noise":
        noisy = pictures + rng.normal(0, NOISE_LEVELS * strength, pictures.shape)
        return np.clip(noisy.round(), 0, 255).astype(np.uint8)
    return pictures


def spoiled_set(
    candidates: np.ndarray,
    reference: np.ndarray,
    fault: str,
    strength: float,
    features: np.ndarray,
    probs: Mapping[str, np.ndarray],
    rows: np.ndarray,
) -> np.ndarray:
    """Indices of the pictures that stand in for the candidates, as many; the candidates for a fault of each picture.

    features (n, 256), probs (attribute → (n, values)) and rows (n, 12), the true values, are of all pictures.
    """
    share = round(strength * len(candidates))
    if fault == "dropped":
        hair = rows[candidates, ATTRIBUTES.index("top")]
        return np.resize(candidates[hair < kept_styles(strength)], len(candidates))
    if fault == "copies":
        return np.concatenate([reference[:share], candidates[share:]])
    if fault == "one_face":
        typical = candidates[squared_distances(features[candidates], features[candidates]).sum(1).argmin()]
        return np.concatenate([np.repeat(typical, share), candidates[share:]])
    if fault == "showcase":
        return np.concatenate([np.resize(showcase(candidates, probs), share), candidates[share:]])
    return candidates


def showcase(candidates: np.ndarray, probs: Mapping[str, np.ndarray]) -> np.ndarray:
    """The pictures with which a set scores best, one after another: each clear, and unlike those before it."""
    chosen: list[int] = []
    left = candidates.tolist()
    while len(chosen) < SHOWN_OFF:
        gains = sum(_divergence(p[chosen], p[left]) for p in probs.values())
        chosen.append(left.pop(int(np.argmax(gains))))
    return np.array(chosen)


def _divergence(chosen: np.ndarray, each: np.ndarray) -> np.ndarray:
    """ln of the Inception-style score of one attribute, of the chosen (n, values) with each of (m, values) in turn."""
    n = len(chosen) + 1
    each = np.maximum(each.astype(np.float64), 1e-12)
    chosen = np.maximum(chosen.astype(np.float64), 1e-12)
    mean = (chosen.sum(0) + each) / n
    negative_entropy = (chosen * np.log(chosen)).sum() + (each * np.log(each)).sum(1)
    divergence: np.ndarray = negative_entropy / n - (mean * np.log(mean)).sum(1)
    return divergence
