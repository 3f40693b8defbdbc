"""The Python that cuts a text, and that learns to cut one: the tokenizers library and the standard one."""

from __future__ import annotations

from models.engine.requests import Request
from models.tokens.kinds import Tokens, TrainBPE

COPY = "# pip install tokenizers; run it in a copy of this project, for its tokenizer\n"
TOKENS = """\
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file("models/text/tokenizer.json")
encoding = tokenizer.encode({text!r})
print(encoding.ids, encoding.tokens)"""

TRAIN = """\
from collections import Counter
from itertools import pairwise
from tokenizers import Tokenizer

cut = Tokenizer.from_file("models/text/tokenizer.json").pre_tokenizer.pre_tokenize_str
learned, other = (Counter(word for word, _ in cut(text)) for text in (  # GPT-2's signs for bytes
    {text!r},
    {other!r},  # cut with the same merges, but not learned from
))
pieces = {{word: list(word) for word in [*learned, *other]}}

def lengths():
    return [sum(len(pieces[word]) * times for word, times in words.items()) for words in (learned, other)]

print(0, *lengths())
for n in range(1, {n_merges} + 1):
    pairs = Counter()
    for word, times in learned.items():
        for pair in pairwise(pieces[word]):
            pairs[pair] += times
    (left, right), count = max(pairs.items(), key=lambda item: item[1], default=(("", ""), 0))
    if count < 2:
        break
    for word, old in pieces.items():
        new = []
        for piece in old:
            joins = new and (new[-1], piece) == (left, right)
            new[-1:] = [left + right] if joins else [*new[-1:], piece]
        pieces[word] = new
    print(n, left, right, count, *lengths())
"""


def python(request: Request) -> str | None:
    match request:
        case Tokens():
            return COPY + TOKENS.format(text=request.text)
        case TrainBPE():
            return COPY + TRAIN.format(text=request.text, other=request.other, n_merges=request.n_merges)
    return None
