"""How far up a planted code has come among all codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.fine_tuning import planted
from models.fine_tuning.kinds import ExposureStep, Plant


def step(number: int, logprobs: Sequence[np.ndarray], request: Plant, learned: float, held_out: float) -> ExposureStep:
    """logprobs: for each person (10,000,), ln p of each code."""
    codes = [int(code) for code in planted.codes(request)]
    rows = list(zip(logprobs, codes, strict=True))
    return ExposureStep(
        passes=len(rows),
        number=number,
        ranks=np.array([rank(row, code) for row, code in rows]),
        probs=np.array([np.exp(row[code]) for row, code in rows]),
        likeliest=np.array([row.argmax() for row, _ in rows]),
        likeliest_probs=np.array([np.exp(row.max()) for row, _ in rows]),
        learned=learned,
        held_out=held_out,
    )


def rank(logprobs: np.ndarray, code: int) -> int:
    """1 for the likeliest."""
    return 1 + int((logprobs > logprobs[code]).sum())
