"""Distances between sets of pictures, in the classifier's 256 features. numpy, no torch.

Reference values belong beside every figure: real against real at the same n, and real against reconstructions.
"""

import numpy as np


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Fréchet distance of two Gaussians fitted to features (n, d) and (m, d) (Heusel et al., arXiv:1706.08500)."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    cov_a, cov_b = np.cov(a.T), np.cov(b.T)
    mean = ((a.mean(0) - b.mean(0)) ** 2).sum()
    # The trace of √(A·B) is that of √(√A·B·√A), which is symmetric: eigenvalues are enough.
    values, vectors = np.linalg.eigh(cov_a)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    between = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ cov_b @ root), 0)).sum()
    return float(mean + np.trace(cov_a) + np.trace(cov_b) - 2 * between)


def inception_style_score(probs: np.ndarray) -> float:
    """exp of the mean KL of each picture's distribution (n, values) from the mean one (Salimans, arXiv:1606.03498)."""
    p, mean = np.maximum(probs, 1e-12), np.maximum(probs.mean(0), 1e-12)
    return float(np.exp((p * (np.log(p) - np.log(mean))).sum(1).mean()))


def squared_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n, m) squared Euclidean distances."""
    return np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T, 0)


def precision_recall(real: np.ndarray, fake: np.ndarray, k: int = 3) -> tuple[float, float]:
    """Share of fakes within reach of a real one's k-th neighbour, and the reverse (Kynkäänniemi, arXiv:1904.06991)."""
    real_radius = np.sort(squared_distances(real, real), 1)[:, k]
    fake_radius = np.sort(squared_distances(fake, fake), 1)[:, k]
    between = squared_distances(real, fake)
    precision = (between <= real_radius[:, None]).any(0).mean()
    recall = (between <= fake_radius[None]).any(1).mean()
    return float(precision), float(recall)


def nearest(query: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Index of the nearest row of `features` (m, d) for each query (n, d)."""
    return squared_distances(query, features).argmin(1)


def total_variation(counts: np.ndarray, expected: np.ndarray) -> float:
    """Half the sum of |differences| of two distributions: 0 = the same, 1 = disjoint."""
    return float(0.5 * np.abs(counts / counts.sum() - expected / expected.sum()).sum())
