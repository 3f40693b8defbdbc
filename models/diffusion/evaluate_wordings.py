"""How prompts are understood that people put in their own way: python -m models.diffusion.evaluate_wordings

For each kind of wording: of the attributes named, those the reader gives back unchanged (no picture drawn), and those
that the classifier reads in the student's pictures of 4 steps, of the texts as typed and as the reader writes them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES, held_out, sample_person, visible
from models.avatars.prompt_attributes import prompt_attributes
from models.avatars.wordings import KINDS, fold, sayable, wording
from models.classifier.net import Classifier, read
from models.diffusion.evaluate_few import few_step_bench
from models.diffusion.reader import as_caption

Asked = list[tuple[str, dict[str, str]]]
SEED = 77_000  # training draws from other streams


def wordings(kind: str, attributes: int, seed: int = SEED) -> Asked:
    """Texts of one kind, with the visible attributes that each names, until that many are named."""
    rng, out = np.random.default_rng([seed, KINDS.index(kind)]), list[tuple[str, dict[str, str]]]()
    while sum(len(named) for _text, named in out) < attributes:
        person = sample_person(rng)
        if held_out(person):
            continue
        seen = visible(person)
        chosen = [str(a) for a in rng.permutation(ATTRIBUTES) if seen[a]]
        n = 1 if kind == "single words" else int(rng.integers(3, 8))
        named = sayable(person, chosen[:n])
        if all(seen[a] for a in named):
            out.append((wording(person, named, rng, kind), {a: person[a] for a in named}))
    return out


def given_back(asked: Asked) -> tuple[int, int]:
    """(attributes whose value the reader's caption names, of all)."""
    right = total = 0
    for text, named in asked:
        said = prompt_attributes(as_caption(text))
        right += sum(said.get(a) == (value,) for a, value in named.items())
        total += len(named)
    return right, total


def drawn(
    asked: Asked, texts: Sequence[str], draw: Callable[[list[str]], np.ndarray], classifier: Classifier
) -> list[int]:
    """[attributes the classifier reads in the pictures of `texts`, of all that `asked` names]."""
    _, rows = read(classifier, draw(list(texts)))
    right = [
        bool(rows[i, ATTRIBUTES.index(a)] == NAMES[a].index(value))
        for i, (_text, named) in enumerate(asked)
        for a, value in named.items()
    ]
    return [sum(right), len(right)]


def main(attributes: int, seed: int, typed_too: bool) -> None:
    bench = few_step_bench()
    for kind in KINDS:
        asked = wordings(kind, attributes, seed)
        read_back, total = given_back(wordings(kind, 1000, seed))
        figures: dict[str, object] = {"kind": kind, "read": [read_back, total]}
        plain, written = [fold(text) for text, _ in asked], [as_caption(text) for text, _ in asked]

        for name, texts in {"drawn as typed": plain, "drawn as read": written}.items():
            if typed_too or texts is written:
                file = f"{name}-{kind}-{seed}".replace(" ", "-")
                figures[name] = drawn(asked, texts, partial(bench.draw, file), bench.classifier)
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attributes", type=int, default=150, help="named in all, of each kind")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--read-only", action="store_true", help="not the texts as typed")
    arguments = parser.parse_args()
    main(arguments.attributes, arguments.seed, not arguments.read_only)
