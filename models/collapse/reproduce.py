"""The Python of both: numpy alone for the curve, the standard library for the text."""

from __future__ import annotations

from models.collapse.infer import LETTERS_A_WORD
from models.collapse.kinds import CurveGenerations, TextGenerations
from models.engine.requests import Request

CURVE = """\
# pip install numpy
import numpy as np

n, generations, chains, seed = {points}, {generations}, {chains}, {seed}
for name, keep in (("replaced", False), ("accumulated", True)):
    random, points = np.random.default_rng([seed, int(keep)]), np.empty((0, chains))
    mean, variance, expected = np.zeros(chains), np.ones(chains), 1.0
    for g in range(1, generations + 1):
        drawn = random.normal(mean, np.sqrt(variance), (n, chains))
        points = np.concatenate([points, drawn]) if keep else drawn
        mean, variance = points.mean(0), points.var(0)
        expected *= 1 - 1 / (n * g**2) if keep else 1 - 1 / n
        print(f"{{name}}, generation {{g}}: mean variance {{variance.mean():.6f}}, expected {{expected:.6f}}")"""

NOVEL = """\
import lzma
import random
from collections import defaultdict

# In a copy of the project, for its copy of the novel.
novel = lzma.open("models/stories/moby_dick.txt.xz", "rt", encoding="utf-8", newline="").read()
first = novel.split()[:{words}]
"""
STORIES = """\
import random
import subprocess
import sys
from collections import defaultdict

# In a copy of the project, for its stories: beside "models/stories".
command = [sys.executable, "-m", "models", "stories", "--characters={characters}", "--seed={seed}"]
first = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.split()[:{words}]
"""
TEXT = """
for name, keep in (("replaced", False), ("accumulated", True)):
    dice, text, followers, starts = random.Random(2 * {seed} + keep), first, defaultdict(list), []
    for g in range({generations} + 1):
        print(f"{{name}}, generation {{g}}: {{len(set(text))}} different words, {{' '.join(text[:8])!r}}")
        if not keep:
            followers, starts = defaultdict(list), []
        ring = text + text[:{order}]
        for i in range(len(text)):
            followers[tuple(ring[i : i + {order}])].append(ring[i + {order}])
            starts.append(tuple(ring[i : i + {order}]))
        before, text = dice.choice(starts), []
        for _ in first:
            text.append(dice.choice(followers[before]))
            before = (*before, text[-1])[len(before) + 1 - {order} :]"""


def python(request: Request) -> str | None:
    match request:
        case CurveGenerations():
            return CURVE.format(
                points=request.points, generations=request.generations, chains=request.chains, seed=request.seed
            )
        case TextGenerations():
            source = NOVEL if request.source == "moby-dick" else STORIES
            return (source + TEXT).format(
                words=request.words,
                characters=LETTERS_A_WORD * request.words,
                order=request.order,
                generations=request.generations,
                seed=request.seed,
            )
    return None
