"""The Python that cleans as the page does: datasketch, py3langid, and the rules as they are published."""

from __future__ import annotations

from dataclasses import asdict

from models.data_cleaning.kinds import CleanText, lines
from models.engine.requests import Request

START = """\
# pip install datasketch numpy py3langid
import collections
import hashlib
import json
import re
import subprocess
import sys

import numpy as np
import py3langid
from datasketch import MinHash

# The heap is made by a grammar: run this in a copy of the project, beside "models/data_cleaning".
command = [sys.executable, "-m", "models", "heap", "--documents={documents}", "--seed={seed}"]
printed = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8").stdout
documents = [json.loads(line)["text"] for line in printed.splitlines()] + {own!r}
"""
FILTERS = """
def plain(text):
    return " ".join(text.casefold().split())

def most_repeated(text):
    pairs = collections.Counter(re.findall(r"(?=(\\b\\S+ \\S+\\b))", text))
    return max((count * len(pair) for pair, count in pairs.items() if count > 1), default=0)

def is_junk(text):
    words, lines = text.split(), [line for line in text.splitlines() if line.strip()]
    stop_words = set("the be to of and that have with".split())
    policies = "privacy policy", "terms of use", "cookie policy", "uses cookies", "use cookies"
    return any((
        any(phrase in text.lower() for phrase in policies),
        "{{" in text,
        not 3 <= sum(map(len, words)) / max(1, len(words)) <= 10,
        sum(word.strip(".,!?") in stop_words for word in text.lower().split()) < 2,
        sum(any(c.isalpha() for c in word) for word in words) < 0.8 * len(words),
        text.count("#") + text.count("…") + text.count("...") > 0.1 * len(words),
        sum(line.lstrip().startswith(("-", "•", "*")) for line in lines) > 0.9 * len(lines),
        sum(line.rstrip()[-1] in '.!?"”' for line in lines) <= 0.12 * len(lines),
        most_repeated(text) > 0.2 * len(text),
    ))

def signature(text):
    words, minhash = plain(text).split(), MinHash(num_perm=128)
    minhash.update_batch([" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))])
    return minhash

def near(texts):
    kept, taken = [], []
    for text in texts:
        one = signature(text)
        if kept and max(one.jaccard(other) for other in kept) >= {similarity}:
            taken.append(text)
        else:
            kept.append(one)
    return taken

def copies(texts):
    hashes = [hashlib.sha256(plain(text).encode()).hexdigest() for text in texts]
    return [text for i, text in enumerate(texts) if hashes[i] in hashes[:i]]

filters = {{
    "length": lambda texts: [text for text in texts if len(text.split()) < {least_words}],
    "language": lambda texts: [text for text in texts if py3langid.classify(text)[0] != "en"],
    "junk": lambda texts: [text for text in texts if is_junk(text)],
    "copies": copies,
    "near": near,
}}
left = documents
for name in {used}:
    taken = collections.Counter(filters[name](left))
    print(f"{{name}}: {{len(left)}} came, {{taken.total()}} taken")
    rest = []
    for text in reversed(left):  # of equal texts, the last ones are the copies
        if taken[text] > 0:
            taken[text] -= 1
        else:
            rest.insert(0, text)
    left = rest
print(f"{{len(left)}} documents left, {{sum(map(len, left))}} characters")"""


def python(request: Request) -> str | None:
    return cleaning(request) if isinstance(request, CleanText) else None


def cleaning(request: CleanText) -> str:
    """Leaves `documents`, and of these `left`."""
    used = [name for name in ("length", "language", "junk", "copies", "near") if getattr(request, name)]
    values = asdict(request) | {"own": lines(request.own), "used": used}
    return START.format_map(values) + FILTERS.format_map(values)
