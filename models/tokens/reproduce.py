"""The Python that cuts a text, and that learns to cut one: the tokenizers library and the standard one."""

from __future__ import annotations

from models.engine.requests import Request
from models.tokens.kinds import Tokens, TrainBPE

TOKENS = """\
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file("models/text/tokenizer.json")
encoding = tokenizer.encode({text})
print(encoding.ids, encoding.tokens)"""

TRAIN = """\
from collections import Counter
from itertools import pairwise
from tokenizers import Tokenizer

cut = Tokenizer.from_file("models/text/tokenizer.json").pre_tokenizer.pre_tokenize_str
words = Counter(word for word, _ in cut({text}))  # GPT-2's signs for bytes
pieces = {{word: list(word) for word in words}}
for n in range(1, {n_merges} + 1):
    pairs = Counter()
    for word, times in words.items():
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
    print(n, left, right, count, sum(len(pieces[word]) * times for word, times in words.items()))
"""


def python(request: Request) -> str | None:
    match request:
        case Tokens():
            return TOKENS.format(text=repr(request.text))
        case TrainBPE():
            return TRAIN.format(text=repr(request.text), n_merges=request.n_merges)
    return None
