"""Figures of the few-step student (distill.py), beside its teacher's: what is lost where many steps become few."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from models.avatars.dataset import CACHE
from models.avatars.tensors import save_sheet
from models.diffusion.evaluate import Bench, bench, distance, heldout, prompts, score
from models.diffusion.net import PIPELINE
from models.diffusion.student import build_few_step_scheduler, load_shipped
from models.diffusion.train import draw
from models.evaluate.pieces import in_pieces
from models.weights import shipped

STEPS = (1, 2, 4, 8)


@dataclass(frozen=True)
class FewStepBench(Bench):
    """Draws with the student; guidance and scheduler are its own."""

    def draw(
        self, name: str, texts: list[str], steps: int = 4, guidance: float = 1.0, scheduler: str = "lcm", seed: int = 0
    ) -> np.ndarray:
        def some(n: int, start: int) -> np.ndarray:
            self.pipe.scheduler = build_few_step_scheduler()
            return draw(self.pipe, texts[start : start + n], steps, 1.0, seed + start)

        return in_pieces(self.keep / f"{name}-{len(texts)}-{steps}", len(texts), some)


def few_step_bench(n: int = 150, big: int = 1000, keep: Path = CACHE / "evaluate") -> FewStepBench:
    teacher = bench(n=n, big=big)
    teacher.pipe.unet, identity = load_shipped(teacher.pipe.unet)
    return FewStepBench(
        teacher.pipe, teacher.classifier, n, big, keep / f"{shipped.verify(PIPELINE)[:16]}-{identity[:16]}"
    )


def accuracy(bench: FewStepBench) -> dict[str, object]:
    """The teacher's prompts: share of named attributes read back, by steps; the weakest attribute at 4."""
    texts, wanted = zip(*prompts(bench.n, seed=7), strict=True)
    shares = {s: score(bench.classifier, bench.draw("prompts", list(texts), s), list(wanted)) for s in STEPS}
    return {"prompts": bench.n} | {str(s): round(shares[s][0], 4) for s in STEPS} | {"at 4 steps": shares[4][1]}


def frechet(bench: FewStepBench) -> dict[str, object]:
    """As of the teacher, whose guidance of 4 is in the weights."""
    return distance(bench, steps=4, guidance=4.0)


def seconds(bench: FewStepBench) -> dict[str, object]:
    """The quickest of five, by steps: one picture, decoded."""
    text, pictures = prompts(1, seed=7)[0][0], {}
    for steps in STEPS:
        taken = []
        for _ in range(5):
            bench.pipe.scheduler = build_few_step_scheduler()
            began = time.perf_counter()
            bench.pipe(text, num_inference_steps=steps, guidance_scale=1.0, output_type="np")
            taken.append(time.perf_counter() - began)
        pictures[f"seconds of a picture, {steps} steps"] = round(min(taken), 3)
    return pictures


PARTS = {"accuracy": accuracy, "heldout": partial(heldout, steps=4), "frechet": frechet, "time": seconds}


def sheet(bench: FewStepBench, path: Path) -> dict[str, object]:
    """Eight prompts, none chosen by hand: after 1, 2, 4 and 8 steps, row by row, from the same noise."""
    texts = [text for text, _ in prompts(8, seed=7)]
    save_sheet(np.concatenate([bench.draw("sheet", texts, steps) for steps in STEPS]), path)
    return {"prompts": len(texts), "steps, row by row": ", ".join(map(str, STEPS))}
