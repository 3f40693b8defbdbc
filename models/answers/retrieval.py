"""Retrieval: which of the shipped facts shares the most telling words with a question (BM25). No torch: pages use it.

Source: Robertson & Zaragoza 2009, The probabilistic relevance framework: BM25 and beyond, doi:10.1561/1500000019.
"""

from __future__ import annotations

from dataclasses import dataclass

import bm25s
import numpy as np

from models.answers.questions import known
from models.engine.single_flight import single_flight


@dataclass(frozen=True)
class Hit:
    fact: str
    score: float  # BM25, no unit: the sum over shared words of how rare each is among the facts


@single_flight
def _index() -> bm25s.BM25:
    index = bm25s.BM25()
    index.index(_words([question.fact for question in known()]), show_progress=False)
    return index


def _words(texts: list[str]) -> list[list[str]]:
    words: list[list[str]] = bm25s.tokenize(texts, stopwords="en", return_ids=False, show_progress=False)
    return words


def hits(question: str, count: int = 3, without: str = "") -> list[Hit]:
    """The facts that fit best, best first. `without` leaves one out, as if nobody had written it down. Facts that share
    no word with the question are no hits."""
    [words] = _words([question])
    if not words:
        return []
    scores = np.asarray(_index().get_scores(words), float)
    facts = [q.fact for q in known()]
    order = [i for i in np.argsort(-scores, kind="stable").tolist() if scores[i] > 0 and facts[i] != without]
    return [Hit(facts[i], float(scores[i])) for i in order[:count]]
