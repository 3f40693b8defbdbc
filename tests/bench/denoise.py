"""A run without words, laid open step by step, against diffusers' pipeline; training a flow in the plane.

    python tests/bench/denoise.py [--rounds 5]

Traced and bare run by turns in one process: 20 steps, no preview, the same arithmetic, and the same first noise.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from models.engine.asking import steps_of  # noqa: E402
from models.engine.local.process import ENVIRONMENT  # noqa: E402

os.environ.update(ENVIRONMENT)  # as in the app's own process, and before torch is there
import torch  # noqa: E402

from models.diffusion import infer  # noqa: E402
from models.diffusion.kinds import Denoise  # noqa: E402
from models.diffusion.net import build_scheduler  # noqa: E402
from models.toys import vae  # noqa: E402
from models.toys.kinds import FlowToy  # noqa: E402


def seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    model, request = infer.load(lambda template, **values: None), Denoise(film=False)

    def bare() -> None:
        model.pipe.scheduler = build_scheduler(request.scheduler)
        generator = torch.Generator().manual_seed(request.seed)
        # A guidance of 1 is no guidance: one pass a step.
        model.pipe("", num_inference_steps=request.num_inference_steps, guidance_scale=1.0, generator=generator)

    pairs = [(seconds(lambda: list(steps_of(infer, model, request))), seconds(bare)) for _ in range(rounds + 1)][1:]
    traced, plain = (median(column) for column in zip(*pairs, strict=True))
    ratio = median(a / b for a, b in pairs)
    print(f"traced {traced:.2f} s, bare pipeline {plain:.2f} s, ratio {ratio:.2f} (≤ 1.10)")
    flow = FlowToy()
    took = seconds(lambda: list(vae.train_flow(flow)))
    print(f"flow in the plane: {flow.steps / took:.0f} training steps a second, films included")


if __name__ == "__main__":
    main()
