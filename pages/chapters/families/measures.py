"""What is counted and measured of a few pictures of each family, and the report's figures of many. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.classifier.kinds import SampleStep
from models.engine import Trace
from models.engine.translation import N_
from models.evaluate.measured import FamilyFigures, families

TITLES = {"real": N_("Real pictures"), "beta": N_("VAE"), "gan": N_("GAN"), "diffusion": N_("Diffusion")}
MADE = ("beta", "gan", "diffusion")


@dataclass(frozen=True)
class Measured:
    """Of the pictures of one row. Few pictures say little."""

    pictures: int
    milliseconds: float  # median of one picture; 0 for real ones
    passes: int  # of the networks, for one picture
    confidence: float  # the classifier's probability of what it reads, mean over pictures and attributes
    hair_styles: int  # different ones among the pictures, as the classifier reads them
    backgrounds: int
    spread: float  # mean distance of two pictures in the classifier's features
    worst: int  # index of the picture that the classifier is least sure of
    worst_attribute: str
    worst_prob: float


def steps_of(trace: Trace) -> list[SampleStep]:
    return [step for step in trace.steps if isinstance(step, SampleStep)]


def measure(trace: Trace) -> Measured:
    steps = steps_of(trace)
    values, probs = np.stack([s.read_values for s in steps]), np.stack([s.read_probs for s in steps])
    worst = int(probs.mean(1).argmin())
    doubtful = int(probs[worst].argmin())
    return Measured(
        pictures=len(steps),
        milliseconds=float(np.median([s.milliseconds for s in steps])),
        passes=trace.forward_passes // len(steps),
        confidence=float(probs.mean()),
        hair_styles=_different(values, "top"),
        backgrounds=_different(values, "background"),
        spread=spread(np.stack([s.features for s in steps])),
        worst=worst,
        worst_attribute=ATTRIBUTES[doubtful],
        worst_prob=float(probs[worst, doubtful]),
    )


def _different(values: np.ndarray, attribute: str) -> int:
    return len(np.unique(values[:, ATTRIBUTES.index(attribute)]))


def spread(features: np.ndarray) -> float:
    """Mean Euclidean distance of two different rows of (n, 256); NaN of a single one."""
    if len(features) < 2:
        return nan
    distances = np.linalg.norm(features[:, None].astype(float) - features[None], axis=2)
    return float(distances.sum() / (len(features) * (len(features) - 1)))


def report() -> Mapping[str, FamilyFigures]:
    """Family → figures of many pictures, in the order of the rows; "real" is the floor."""
    many = families()
    return {name: many[name] for name in TITLES if name in many}


def values(rows: Mapping[str, Measured]) -> dict[str, Any]:
    """The numbers that the lesson's sentences show. rows: all of TITLES."""
    many = report()
    numbers: dict[str, Any] = {"n": rows["gan"].pictures, "hairs": len(NAMES["top"]), "many": many["real"].pictures}
    for name, row in rows.items():
        numbers |= {
            f"{name}_ms": row.milliseconds,
            f"{name}_passes": row.passes,
            f"{name}_sure": row.confidence,
            f"{name}_hairs": row.hair_styles,
            f"{name}_spread": row.spread,
            f"{name}_share": share(rows, name),
            **{f"{name}_{measure}": _of_many(name, measure) for measure in ("frechet", "precision", "recall")},
        }
    return numbers | {"drawn": int(times(rows))}


def _of_many(name: str, measure: str) -> float:
    """NaN where the family was not measured."""
    return float(getattr(report().get(name), measure, nan))


def share(rows: Mapping[str, Measured], name: str) -> float:
    """Spread of a family's pictures over that of as many real ones."""
    return rows[name].spread / rows["real"].spread if rows["real"].spread else float("nan")


def times(rows: Mapping[str, Measured]) -> float:
    """How many pictures the GAN draws while diffusion draws one."""
    return rows["diffusion"].milliseconds / rows["gan"].milliseconds


def answer(rows: Mapping[str, Measured]) -> str:
    """The option of the prediction that this run confirms."""
    whole = int(times(rows))  # pictures
    return "few" if whole < 10 else "tens" if whole <= 100 else "hundreds"
