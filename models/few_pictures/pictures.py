"""What is learned from and what is held out, and the generated pictures.

`python -m models.few_pictures.pictures` draws the generated ones anew: 1,000 prompts that name hair or headwear, drawn
in four steps by the student of the text-to-image model, reduced to 16 × 16 (about four minutes of one processor).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from models.avatars import captions, dataset
from models.avatars.attributes import ATTRIBUTES, held_out, sample_person, to_row
from models.few_pictures.kinds import MOST_GENERATED
from models.tiny_flow.kinds import HELD_OUT, LEARNED_FROM
from models.tiny_flow.pictures import pictures

FILE = Path(__file__).with_name("generated.npz")
STYLES_FILE = Path(__file__).with_name("styles.npy")  # of the real ones
STYLE = ATTRIBUTES.index("top")
NAMED = 5  # attributes in a prompt, about


@cache
def real() -> tuple[np.ndarray, np.ndarray]:
    """((2000, 16, 16, 3) uint8, (2000,) int64 positions in STYLES); the last 300 are held out."""
    return pictures(), np.load(STYLES_FILE).astype(np.int64)


@cache
def generated() -> tuple[np.ndarray, np.ndarray]:
    """((1000, 16, 16, 3) uint8, (1000,) int64): pictures, and the styles that were asked for."""
    with np.load(FILE) as file:
        return file["pictures"], file["styles"].astype(np.int64)


def prompts(seed: int = 100) -> list[tuple[str, int]]:
    """The prompts, each with the style that it names. None names a pair that the model has never seen."""
    rng = np.random.default_rng(seed)
    made: list[tuple[str, int]] = []
    while len(made) < MOST_GENERATED:
        person = sample_person(rng, {})
        if not held_out(person):
            text, named = captions.prompt(person, rng, NAMED, ["top"])
            if "top" in named:
                made.append((text, to_row(person)[STYLE]))
    return made


def make() -> None:
    from models.diffusion import few_steps
    from models.diffusion.infer import load
    from models.diffusion.kinds import FewSteps

    model = load(lambda *told: None)
    drawn, styles, read = [], [], []
    for seed, (prompt, style) in enumerate(prompts()):
        *_, last = few_steps.draw(model, FewSteps(prompt=prompt, seed=seed))
        drawn.append(dataset.reduce(last.picture[None], 8)[0])  # type: ignore[attr-defined]
        styles.append(style)
        read.append(int(last.read_values[STYLE]))  # type: ignore[attr-defined]
    rows = dataset.people("train", count=LEARNED_FROM + HELD_OUT)
    np.save(STYLES_FILE, rows[:, STYLE])
    np.savez_compressed(FILE, pictures=np.stack(drawn), styles=np.array(styles, np.int8))
    print(f"{np.mean(np.array(styles) == read):.1%} are what was asked for, as the judge reads them")


if __name__ == "__main__":
    make()
