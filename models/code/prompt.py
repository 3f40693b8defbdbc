"""What the model reads: two finished functions, then the first lines of the one that is wanted. No torch."""

from __future__ import annotations

EXAMPLES = '''def half(x):
    """Return one half of x."""
    return x / 2


def shortest(words):
    """Return the shortest of words."""
    best = words[0]
    for word in words:
        if len(word) < len(best):
            best = word
    return best


'''


def written(signature: str, docstring: str, ending: str = "docstring") -> str:
    """The prompt. `ending`: "docstring" or "line", the line break after it included."""
    return EXAMPLES + first_lines(signature, docstring) + ("\n" if ending == "line" else "")


def first_lines(signature: str, docstring: str) -> str:
    return f'def {signature}:\n    """{docstring}"""'
