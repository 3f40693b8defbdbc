"""Distances between sets of pictures, in the classifier's 256 features. numpy arrays in, numbers out.

What takes long is left to torch, whose threads sleep while they wait for each other; those of numpy spin, and where
others need the processors that takes twenty times as long.

Reference values belong beside every figure: real against real at the same n, and real against reconstructions.
"""

import numpy as np
import torch


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Fréchet distance of two Gaussians fitted to features (n, d) and (m, d) (Heusel et al., arXiv:1706.08500)."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    return frechet_to(a.mean(0), _covariance(a), b)


def frechet_to(mean: np.ndarray, covariance: np.ndarray, b: np.ndarray) -> float:
    """The same, of one Gaussian with this mean (d,) and covariance (d, d), and one fitted to features (m, d)."""
    b = b.astype(np.float64)
    cov_b = _covariance(b)
    apart = ((mean - b.mean(0)) ** 2).sum()
    # The trace of √(A·B) is that of √(√A·B·√A), which is symmetric: eigenvalues are enough.
    values, vectors = torch.linalg.eigh(torch.from_numpy(covariance))
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    between = torch.linalg.eigvalsh(root @ torch.from_numpy(cov_b) @ root).clamp(min=0).sqrt().sum()
    return float(apart + np.trace(covariance) + np.trace(cov_b) - 2 * between)


def _covariance(features: np.ndarray) -> np.ndarray:
    """(d, d) of features (n, d), over n − 1 as in numpy."""
    covariance: np.ndarray = torch.from_numpy(features).T.cov().numpy()
    return covariance


def inception_style_score(probs: np.ndarray) -> float:
    """exp of the mean KL of each picture's distribution (n, values) from the mean one (Salimans, arXiv:1606.03498)."""
    p, mean = np.maximum(probs, 1e-12), np.maximum(probs.mean(0), 1e-12)
    return float(np.exp((p * (np.log(p) - np.log(mean))).sum(1).mean()))


def squared_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n, m) squared Euclidean distances."""
    return np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * _products(a, b), 0)


def _products(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(n, m): of each row of a with each of b."""
    products: np.ndarray = (torch.from_numpy(a) @ torch.from_numpy(b).T).numpy()
    return products


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


def kernel_distance(a: np.ndarray, b: np.ndarray) -> float:
    """Squared maximum mean discrepancy of features (n, d) and (m, d) with the kernel (x·y / d + 1)³, unbiased, so that
    equal distributions may give less than 0 (Bińkowski et al., arXiv:1801.01401)."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    own = [(len(k), k.sum() - np.trace(k)) for k in (_kernel(a, a), _kernel(b, b))]
    return float(sum(total / (n * (n - 1)) for n, total in own) - 2 * _kernel(a, b).mean())


def _kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    kernel: np.ndarray = (_products(a, b) / a.shape[1] + 1) ** 3
    return kernel


def nearest_cosine_distance(fake: np.ndarray, real: np.ndarray) -> float:
    """Mean over fakes (n, d) of 1 − |cosine| to the likeliest original among the real ones (m, d): 0 for copies.
    Pictures without any feature have no direction and do not count."""
    fake, real = (x[np.linalg.norm(x, axis=1) > 0].astype(np.float64) for x in (fake, real))
    unit_fake, unit_real = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (fake, real))
    return float((1 - np.abs(_products(unit_fake, unit_real))).min(1).mean())


def memorisation_informed(distance: float, nearest: float, threshold: float) -> float:
    """A Fréchet distance divided by the nearest cosine distance where that is below the threshold, i.e. where fakes
    seem to be copies (Bai et al., arXiv:2106.03062). A distance of 0 stays 0, as in torchmetrics."""
    if distance <= 1e-8:
        return 0.0
    return distance / (nearest + 1e-14) if nearest < threshold else distance
