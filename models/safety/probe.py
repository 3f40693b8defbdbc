"""A linear probe: logistic regression on standardised numbers, with a penalty, and how well it sorts what it did not
learn from. scikit-learn has it, and is what the tests hold this against; it would be a heavy package for one formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PENALTY = 100.0  # on half the squared length of the weights: a probe with more numbers than examples needs it
FOLDS = 8
ROUNDS = 50  # of Newton's method, at most


@dataclass(frozen=True, eq=False)
class Probe:
    means: Floats  # (width,)
    scales: Floats  # (width,)
    weights: Floats  # (width,)
    bias: float

    def probs(self, features: NDArray[np.floating]) -> Floats:
        """(n, width) → (n,) probabilities of the label."""
        logits = (np.asarray(features, np.float64) - self.means) / self.scales @ self.weights + self.bias
        chances: Floats = 1 / (1 + np.exp(-logits))
        return chances


def fit(features: NDArray[np.floating], labels: NDArray[np.bool_]) -> Probe:
    """Minimises Σ −ln p(label) + PENALTY/2 · |weights|², where the bias is free. features: (n, width)."""
    x = np.asarray(features, np.float64)
    means, scales = x.mean(0), x.std(0)
    scales = np.where(scales > 0, scales, 1.0)
    x = (x - means) / scales
    # The best weights lie in the span of the examples: n unknowns instead of width.
    u, s, rotation = np.linalg.svd(x, full_matrices=False)
    design = np.column_stack([u * s, np.ones(len(x))])
    penalty = np.append(np.full(len(s), PENALTY), 0.0)
    found = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (p - labels) + penalty * found
        curvature = (design * (p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        found = found - step
        if np.abs(step).max() < 1e-9:
            break
    return Probe(means, scales, found[:-1] @ rotation, float(found[-1]))


def held_out(features: NDArray[np.floating], labels: NDArray[np.bool_]) -> Floats:
    """(n,) the probability of each example by a probe that did not learn from it, nor from a random eighth of all."""
    scores = np.empty(len(labels))
    fold = np.random.default_rng(0).permutation(len(labels)) % FOLDS
    for left_out in range(FOLDS):
        known = fit(features[fold != left_out], labels[fold != left_out])
        scores[fold == left_out] = known.probs(features[fold == left_out])
    return scores


def words(texts: Sequence[str]) -> Floats:
    """(n, words) 1 where the text has the word, else 0: a bag of words."""
    bags = [set(re.findall(r"\w+", text.lower())) for text in texts]
    known = sorted(set().union(*bags))
    bag: Floats = np.array([[word in own for word in known] for own in bags], np.float64)
    return bag


def area(scores: NDArray[np.floating], labels: NDArray[np.bool_]) -> float:
    """How often one with the label has the higher score than one without (AUROC); equal scores count half."""
    above = scores[labels][:, None] - scores[~labels][None]
    return float((above > 0).mean() + (above == 0).mean() / 2)
