"""Measures what the pages show beside a visitor's own words: `python -m models.bias.evaluate` writes measured.json.

Some five minutes of one processor: 1,492 prompts of the text model, then 60 pictures of the few-step student.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import numpy as np

from models.avatars.attributes import ATTRIBUTES, NAMES, labels
from models.avatars.dataset import people
from models.bias.infer import compare
from models.bias.kinds import MOST_PROMPTS, Compare
from models.bias.lists import (
    MEN,
    NEUTRAL,
    ORDERS,
    PRONOUNS,
    SCENES,
    SYNONYMS,
    TEMPLATES,
    TRAIT_TEMPLATES,
    TRAITS,
    WOMEN,
    Scene,
    occupations,
    prompts,
    question,
)
from models.bias.measured import FILE, RED_HAT, SEEDS
from models.diffusion import infer as diffusion
from models.diffusion.few_steps import draw
from models.diffusion.kinds import FewSteps
from models.engine.asking import alone
from models.text import infer as text
from models.text.net import Net

DIGITS = 4
PART = MOST_PROMPTS // len(TEMPLATES) * len(TEMPLATES)


def logprobs(net: Net, texts: tuple[str, ...], continuations: tuple[str, ...]) -> np.ndarray:
    """(texts, continuations), any number of texts."""
    given = np.full((len(texts), len(continuations)), np.nan)
    for start in range(0, len(texts), PART):
        request = Compare(prompts=texts[start : start + PART], continuations=continuations)
        for step in alone(compare(net, request), lambda asks: text.together(net, asks)):
            given[start + step.indices] = step.logprobs
    return given


def words(net: Net, chosen: tuple[str, ...]) -> np.ndarray:
    """(words, templates, he and she)."""
    return logprobs(net, prompts(chosen), PRONOUNS).reshape(len(chosen), len(TEMPLATES), len(PRONOUNS))


def scenes(net: Net) -> np.ndarray:
    """(scenes, orders, pronouns): log-probability of the occupation with fewer women less that of the other."""
    return np.array(
        [
            [
                [
                    -np.diff(logprobs(net, (question(scene, first, pronoun),), _both(scene)))[0, 0]
                    for pronoun in ("he", "she")
                ]
                for first in (True, False)
            ]
            for scene in SCENES
        ]
    )


def _both(scene: Scene) -> tuple[str, str]:
    return f" {scene.mostly_men}", f" {scene.mostly_women}"


def of_text(net: Net) -> dict[str, np.ndarray]:
    everyone = tuple(o.word for o in occupations())
    named = WOMEN + MEN
    traits = logprobs(net, prompts(named, TRAIT_TEMPLATES), TRAITS)
    return {
        "occupations": words(net, everyone),
        "neutral": words(net, NEUTRAL),
        "synonyms": words(net, tuple(second for _first, second in SYNONYMS)),
        "orders": logprobs(net, prompts(everyone, TEMPLATES[:1]), ORDERS),
        "names": traits.reshape(len(named), len(TRAIT_TEMPLATES), len(TRAITS)),
        "scenes": scenes(net),
    }


def read_pictures(model: diffusion.Model, seeds: range) -> Iterator[list[int]]:
    """What the judge reads in the student's pictures of RED_HAT."""
    for seed in seeds:
        *_, step = draw(model, FewSteps(prompt=RED_HAT, seed=seed))
        yield step.read_values.tolist()


def training(count: int | None = None) -> list[list[int]]:
    """How many of the people that the generators learned from, or of the first of them, show each value, attribute by
    attribute."""
    shown = labels(people("train", count=count))
    return [np.bincount(shown[shown[:, i] >= 0, i], minlength=len(NAMES[a])).tolist() for i, a in enumerate(ATTRIBUTES)]


def main(say: Callable[..., None] = print) -> None:
    net = text.load(lambda template, **values: None)
    report = {name: np.round(values, DIGITS).tolist() for name, values in of_text(net).items()}
    say("text measured")
    report["red_hat"] = list(read_pictures(diffusion.load(lambda template, **values: None), SEEDS))
    report["training"] = training()
    FILE.write_text(json.dumps(report, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
