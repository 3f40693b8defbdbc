"""The Python that cuts a text, and that learns to cut one: the tokenizers library and the standard one."""

from __future__ import annotations

from models.engine.requests import Request
from models.text.architecture import host_model
from models.tokens.kinds import CountBytes, Tokens, TrainBPE

COPY = "# pip install tokenizers; run it in a copy of this project, for its tokenizer\n"
HOSTED = "# pip install transformers\n"
TOKENS = """\
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file("models/text/tokenizer.json")
encoding = tokenizer.encode({text!r})
print(encoding.ids, encoding.tokens)"""

HOSTS_TOKENS = """\
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained({name!r})  # of the model of this server's host
ids = tokenizer({text!r}).input_ids
print(ids, tokenizer.convert_ids_to_tokens(ids))"""

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

COUNT = """\
# pip install numpy; run it in a copy of this project, for the novel
import lzma
from collections import Counter, defaultdict
from math import log

with lzma.open("models/stories/moby_dick.txt.xz") as file:
    novel = file.read()
text = {text!r}.encode()
tables = []  # of single bytes, of pairs, … of six bytes
longest = Counter(novel[i : i + 6] for i in range(len(novel) - 5))
for length in range(6, 0, -1):
    once, twice = (sum(count == n for count in longest.values()) for n in (1, 2))
    discount = once / (once + 2 * twice) if once else 0.5
    totals, followers = defaultdict(int), Counter()
    for ngram, count in longest.items():
        totals[ngram[:-1]] += count
        followers[ngram[:-1]] += 1
    tables.insert(0, (longest, totals, followers, discount))
    longest = Counter(ngram[1:] for ngram in longest)  # after how many different bytes: Kneser-Ney's idea

bits = 0
for i in range(len(text)):
    p = 1 / 256
    for length in range(min(i, 5) + 1):  # how many bytes before are looked at
        context, byte = text[i - length : i], text[i : i + 1]
        counts, totals, followers, discount = tables[length]
        if context in totals:
            left = max(counts[context + byte] - discount, 0)
            p = (left + discount * followers[context] * p) / totals[context]
    bits -= log(p, 2)
    print(f"{{byte}}: {{-log(p):.5f}} nats")
print(f"{{bits / len(text):.4f}} bits per byte")"""


def python(request: Request) -> str | None:
    match request:
        case Tokens():
            if name := host_model():
                return HOSTED + HOSTS_TOKENS.format(name=name, text=request.text)
            return COPY + TOKENS.format(text=request.text)
        case TrainBPE():
            return COPY + TRAIN.format(text=request.text, other=request.other, n_merges=request.n_merges)
        case CountBytes():
            return COUNT.format(text=request.text)
    return None
