"""Which stretches of a text stand in another one word for word, and where."""

from __future__ import annotations

from dataclasses import dataclass

LEAST = 20  # characters: shorter ones are in any long text


@dataclass(frozen=True)
class Span:
    start: int  # in the text
    length: int  # characters
    place: int  # in the source, of its first occurrence
    times: int  # how often it stands there


def spans(text: str, source: str, least: int = LEAST) -> list[Span]:
    """The longest stretches of at least so many characters, from left to right, none within another one."""
    chosen: list[Span] = []
    for start in range(len(text) - least + 1):
        length = _longest(text, source, start, least)
        if length and (not chosen or start + length > chosen[-1].start + chosen[-1].length):
            stretch = text[start : start + length]
            chosen.append(Span(start, length, source.index(stretch), source.count(stretch)))
    return chosen


def _longest(text: str, source: str, start: int, least: int) -> int:
    """How many characters from here on stand in the source in one piece; 0 for fewer than `least`."""
    low, high = 0, len(text) - start
    if text[start : start + least] not in source:
        return 0
    low = least
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[start : start + middle] in source else (low, middle - 1)
    return low
