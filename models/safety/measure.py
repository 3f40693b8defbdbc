"""Makes measured.safetensors and faces.npz, which pages read: `python -m models.safety.measure`.

Takes a quarter of an hour on two cores. recipe.md says what came out.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from models.engine.requests import Request
from models.engine.steps import Step
from models.prepared import prepared
from models.safety import infer, orders, probe
from models.safety.kinds import ANSWER_TOKENS, HiddenStep, Labelled, MarkStep, Obey, ObeyStep
from models.safety.measured import CONDITIONS, FACES, LENGTH, NUMBERS, TOPICS, rewriting, story
from models.safety.sentences import SENTENCES
from models.text import infer as text
from models.text.kinds import Write, WriteStep
from models.text.together import Ask, answers
from models.text.write import write

PICTURES = 100  # of either kind
SHUFFLES = 10  # of the labels, for the control


def side_by_side(net: Any, requests: Sequence[Request]) -> list[list[Step]]:
    """The steps of each run; all runs advance together."""
    runs = infer.RUNS | {Write: write}
    going = {i: runs[type(request)](net, request) for i, request in enumerate(requests)}
    steps: list[list[Step]] = [[] for _ in requests]
    sent: dict[int, Any] = dict.fromkeys(going)
    while going:
        asks: dict[int, Ask] = {}
        for i, run in list(going.items()):
            try:
                while isinstance(item := run.send(sent[i]), Step):
                    steps[i].append(item)
                    sent[i] = None
                asks[i] = item
            except StopIteration:
                del going[i]
        sent = dict(zip(asks, answers(net, list(asks.values())), strict=True))
    return steps


def padded(texts: Sequence[Sequence[float]], width: int, filler: float, kind: type) -> np.ndarray:
    return np.array([[*row, *[filler] * (width - len(row))] for row in texts], kind)


def stories(net: Any) -> dict[str, np.ndarray]:
    made = {}
    for name in CONDITIONS:
        steps = side_by_side(net, [story(name, i) for i in range(len(TOPICS))])
        marks = [[s for s in row if isinstance(s, MarkStep)] for row in steps]
        made[f"{name}.ids"] = padded([[s.token_id for s in row] for row in marks], LENGTH, -1, np.int32)
        made[f"{name}.logprobs"] = padded([[s.logprob for s in row] for row in marks], LENGTH, np.nan, np.float32)
        print(name, flush=True)
    return made


def rewritten(net: Any, ids: np.ndarray) -> np.ndarray:
    requests = [rewriting(row[row >= 0].tolist(), i) for i, row in enumerate(ids)]
    rows = [[s.token_id for s in steps if isinstance(s, WriteStep)] for steps in side_by_side(net, requests)]
    return padded(rows, LENGTH, -1, np.int32)


def obeyed(net: Any) -> dict[str, np.ndarray]:
    made = {}
    for defence in ("none", "reminder"):
        for name, texts in (("attempts", orders.ATTEMPTS), ("calm", orders.CALM)):
            steps = side_by_side(net, [Obey(text=t, defence=defence) for t in texts])  # type: ignore[arg-type]
            rows = [s.output_ids.tolist() for row in steps for s in row if isinstance(s, ObeyStep)]
            made[f"{name}.{defence}"] = padded(rows, ANSWER_TOKENS, -1, np.int32)
    return made


def filters() -> dict[str, np.ndarray]:
    """Held-out scores of each sentence by the probe, and by its two controls."""
    labelled = prepared(Labelled())
    assert labelled is not None and isinstance(labelled.last, HiddenStep)
    unkind = np.array([s.unkind for s in SENTENCES])
    bag = probe.words([s.text for s in SENTENCES])
    states, shuffles = labelled.last.states, np.random.default_rng(1)
    return {
        "scores.probe": probe.held_out(states, unkind),
        "scores.bag": probe.held_out(bag, unkind),
        "scores.shuffled": np.stack([probe.held_out(states, shuffles.permutation(unkind)) for _ in range(SHUFFLES)]),
    }


def faces() -> dict[str, np.ndarray]:
    """(PICTURES, 64, 64, 3) uint8: the sample's first, what the GAN draws of as many seeds, and what the few-step
    student of text to image draws, with the same seeds, of the captions of the sample's next."""
    from models.avatars.dataset import sample
    from models.classifier.kinds import SampleStep
    from models.gan.kinds import GanSamples
    from models.workers import small as pictures

    model, drawn = pictures.load(lambda template, **values: None), []
    for seed in range(0, PICTURES, 10):
        steps = pictures.RUNS[GanSamples](model, GanSamples(count=10, seed=seed))
        drawn += [step.picture for step in steps if isinstance(step, SampleStep)]
    real, _rows, captions = sample()
    by_diffusion = [diffused(captions[PICTURES + seed], seed) for seed in range(PICTURES)]
    return {"real": small(real[:PICTURES]), "made": small(np.stack(drawn)), "diffusion": small(np.stack(by_diffusion))}


def diffused(caption: str, seed: int) -> np.ndarray:
    """(128, 128, 3) uint8, in four steps."""
    from models.classifier.kinds import PictureStep
    from models.diffusion.kinds import FewSteps
    from models.workers import pictures

    steps = pictures.RUNS[FewSteps](painter(), FewSteps(prompt=caption, seed=seed))
    return next(step.picture for step in steps if isinstance(step, PictureStep))


@functools.cache
def painter() -> Any:
    from models.workers import pictures

    return pictures.load(lambda template, **values: None)


def small(pictures: np.ndarray) -> np.ndarray:
    """(n, 64·k, 64·k, 3) → (n, 64, 64, 3) by means."""
    k = pictures.shape[1] // 64
    squares = pictures.reshape(len(pictures), 64, k, 64, k, 3).mean((2, 4))
    return (squares + 0.5).astype(np.uint8)


if __name__ == "__main__":
    net = text.load(lambda template, **values: None)
    found = stories(net)
    found["rewritten.ids"] = rewritten(net, found["green.ids"])
    save_file(found | obeyed(net) | filters(), NUMBERS)
    np.savez_compressed(FACES, **faces())
