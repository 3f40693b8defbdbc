"""What the model reads: examples of short answers, then the question. No torch: pages use it."""

from __future__ import annotations

from collections.abc import Sequence

EXAMPLES = (
    ("What is the capital of Portugal?", "Lisbon", ""),
    ("What is a baby cow called?", "calf", ""),
    ("What is 3 plus 1?", "4", ""),
)
WITH_FACTS = (
    ("What is the capital of Portugal?", "Lisbon", "The capital of Portugal is Lisbon."),
    ("What is a baby cow called?", "calf", "A baby cow is called a calf."),
)


def written(question: str, fact: str = "") -> str:
    """The prompt that ends where the answer begins. Line ends of a visitor's text would end a question early."""
    question, fact = (" ".join(text.split()) for text in (question, fact))
    lines = [_asked(q, f) + f" {answer}\n\n" for q, answer, f in _examples(fact)]
    return "".join(lines) + _asked(question, fact)


def _examples(fact: str) -> Sequence[tuple[str, str, str]]:
    return WITH_FACTS if fact else EXAMPLES


def _asked(question: str, fact: str) -> str:
    return (f"Fact: {fact}\n" if fact else "") + f"Question: {question}\nAnswer:"
