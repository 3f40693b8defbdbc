"""What a run learns from and what it is tested on, as pieces, and windows of both."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from models.stories import corpus, moby_dick
from models.tiny_transformer.kinds import LANGUAGES, Train
from models.tiny_transformer.net import CONTEXT
from models.tiny_transformer.pieces import Pieces

HELD_OUT = 40_000  # characters of stories, or of the novel, that are not learned from
LEAST_HELD_OUT = 600  # characters of a visitor's own text
MEASURED = 32  # windows


@dataclass(frozen=True)
class Part:
    """A text as pieces, and the windows of its beginning that losses are measured on, side by side."""

    ids: Tensor  # (n,)
    windows: Tensor  # (rows, CONTEXT + 1), or one narrower row of a short text; each begins with the last one's end
    bits: float  # per character, of one nat per piece, in these windows


@dataclass(frozen=True)
class Data:
    pieces: Pieces
    train: Part
    held_out: Part
    text: str  # that is learned from


def texts(request: Train) -> tuple[str, str]:
    """The text to learn from, and the text to test on: other stories, or the end of a novel or of a visitor's text."""
    language = LANGUAGES.get(request.corpus)
    if language:
        return corpus.text(language, request.characters, seed=2), corpus.text(language, HELD_OUT, seed=3)
    whole = moby_dick.text() if request.corpus == "moby-dick" else request.text
    held_out = HELD_OUT if request.corpus == "moby-dick" else max(len(whole) // 10, LEAST_HELD_OUT)
    cut = len(whole) - held_out
    return whole[: min(cut, request.characters)], whole[cut:]


def of(request: Train) -> Data:
    train, held_out = texts(request)
    unknown = set(request.beginning) - set(train) - set(held_out)
    return _of(train, held_out, "".join(sorted(unknown)))


@lru_cache(maxsize=4)
def _of(train: str, held_out: str, also: str) -> Data:
    """`also`: characters that only the beginning has; mostly none, and then all beginnings share this."""
    pieces = Pieces.learned(train, held_out + also)
    return Data(pieces, _part(pieces, train), _part(pieces, held_out), train)


def _part(pieces: Pieces, text: str) -> Part:
    ids = torch.tensor(pieces.encode(text))
    width = min(CONTEXT, len(ids) - 1)
    rows = min(MEASURED, (len(ids) - 1) // width)
    windows = ids[: rows * width + 1].unfold(0, width + 1, width)
    characters = len(pieces.decode(ids[1 : rows * width + 1].tolist()))
    return Part(ids, windows, rows * width / characters / math.log(2))


def batch(part: Part, rows: int, generator: torch.Generator) -> Tensor:
    """(rows, CONTEXT + 1) ids: windows of the text, each from a random place."""
    width = part.windows.shape[1]
    starts = torch.randint(len(part.ids) - width + 1, (rows,), generator=generator)
    return torch.stack([part.ids[start : start + width] for start in starts.tolist()])
