"""The questions of the small benchmark, which answers are right, and what chance would give. No torch: pages use it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from models.fine_tuning.tasks import CAPITALS
from models.text.kinds import Benchmark


@dataclass(frozen=True)
class Question:
    prompt: str
    answer: str

    def answered_by(self, text: str) -> bool:
        """Whether what the model wrote begins with the answer: the first number, or the name."""
        if self.answer.isdigit():
            first = re.match(r"\s*([0-9]+)", text)
            return first is not None and first[1] == self.answer
        return re.match(rf"\s*{re.escape(self.answer)}\b", text) is not None


def questions(request: Benchmark) -> list[Question]:
    rng = np.random.default_rng(request.seed)
    if request.task == "capitals":
        places = rng.permutation(len(CAPITALS))[: request.count].tolist()
        return [Question(f"The capital of {CAPITALS[i][0]} is", CAPITALS[i][1]) for i in places]
    low, high = (0, 10) if request.digits == 1 else (10 ** (request.digits - 1), 10**request.digits)
    pairs = rng.integers(low, high, (request.count, 2)).tolist()
    return [Question(f"Question: What is {a} + {b}?\nAnswer:", str(a + b)) for a, b in pairs]


def chance(request: Benchmark) -> float:
    """How often the best answer that is always the same would be right. Of m numbers in a row, each as likely, the sum
    m − 1 above twice the lowest comes up most often: in m of m² cases."""
    if request.task == "capitals":
        return 1 / len(CAPITALS)
    return 1 / (10 if request.digits == 1 else 9 * 10 ** (request.digits - 1))
