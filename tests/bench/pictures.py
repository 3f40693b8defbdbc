"""Text to image, measured: what it costs to lay every step open, and how soon a visitor sees something.

python tests/bench/pictures.py     ratios are of runs that alternate in one process; times are of this machine, now
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch  # noqa: E402

from models.diffusion import infer  # noqa: E402
from models.diffusion.kinds import (
    DenoiseStep,  # noqa: E402
    TextToImage,  # noqa: E402
)
from models.diffusion.net import build_scheduler, load_pipeline  # noqa: E402
from models.engine.asking import steps_of  # noqa: E402
from models.shared_engine import engine  # noqa: E402
from pages.chapters.text_to_image import film as text_to_image_film  # noqa: E402

ROUNDS, STEPS = 7, 20


def seconds(work) -> tuple[float, float]:
    """Wall time, and the processors' time of this process, which other work on the machine hardly changes."""
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - busy


def traced_against_bare() -> None:
    """The same network and steps: diffusers' own pipeline, and ours with every step reported."""
    model, pipe = infer.load(lambda template, **values: None), load_pipeline()
    pipe.scheduler = build_scheduler("dpm++")
    prompt = TextToImage().prompt

    def bare() -> None:
        pipe(
            prompt,
            num_inference_steps=STEPS,
            guidance_scale=4.0,
            generator=torch.Generator().manual_seed(0),
            output_type="np",
        )

    def ours(**fields) -> None:
        list(steps_of(infer, model, TextToImage(num_inference_steps=STEPS, **fields)))

    kinds = {
        "bare pipeline": bare,
        "traced, pictures at the end": lambda: ours(film=False),
        "traced, with maps": lambda: ours(film=False, attention_maps=True),
        "traced, each step decoded": ours,
    }
    times = {name: [] for name in kinds}
    for name in [*kinds, *list(kinds) * ROUNDS]:  # the first round warms up
        times[name].append(seconds(kinds[name]))
    for name, taken in times.items():
        # The median of the ratios of neighbours, as the machine's other work comes and goes.
        wall, busy = (
            statistics.median(t[kind] / b[kind] for t, b in zip(taken[1:], times["bare pipeline"][1:], strict=True))
            for kind in (0, 1)
        )
        middle = statistics.median(t[0] for t in taken[1:])
        print(f"{name:30} {middle:6.2f} s   {wall:5.2f} x wall time   {busy:5.2f} x processor time")


def through_the_engine() -> None:
    """From asking to the first frame, to the whole picture and to the film a browser gets; other noise each time."""
    engine().run(TextToImage(num_inference_steps=1)).trace()
    first, whole, stopped = [], [], []
    for seed in range(1, ROUNDS + 1):
        began = time.perf_counter()
        run = engine().run(TextToImage(num_inference_steps=STEPS, seed=seed))
        for step in run:
            if isinstance(step, DenoiseStep):
                first.append(time.perf_counter() - began)
                break
        trace = run.trace()
        whole.append(time.perf_counter() - began)
    for seed in range(100, 100 + ROUNDS):
        run = engine().run(TextToImage(num_inference_steps=100, seed=seed))
        for step in run:
            if isinstance(step, DenoiseStep):
                break
        began = time.perf_counter()
        run.leave()
        engine().run(TextToImage(num_inference_steps=1, film=False, seed=seed)).trace()
        stopped.append(time.perf_counter() - began)
    lanes = text_to_image_film.lanes(trace)
    size = sum(len(frame) for lane in lanes for frame in lane.frames)
    print(f"first frame {statistics.median(first):.2f} s, whole picture {statistics.median(whole):.2f} s")
    print(f"stopped and the next run's picture there {statistics.median(stopped):.2f} s later")
    print(f"film of {STEPS} steps: {size / 1000:.0f} kB in one payload")
    print(f"all steps between the processes: {trace.nbytes / 1e6:.1f} MB")


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # Streamlit's, that no page is being shown
    traced_against_bare()
    through_the_engine()
    engine().close()
