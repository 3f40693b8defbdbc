"""A full pass over 64 and 256 tokens with all attentions and hidden states, against a plain transformers pass.

    python tests/bench/forward.py [--rounds 5]

Both with two threads, turn by turn. The app's pass is an Attend request, with the logit lens and everything it returns.
Milliseconds of the processor stand beside the wall's: on a busy machine they tell the cost, the wall tells the queue.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as in the app's worker; read when torch is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
THREADS = 2


def timed(work: Callable[[], object], rounds: int) -> str:
    walls, cpus = [], []
    for _ in range(rounds + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    return f"best {min(walls[1:]):6.0f} ms, {min(cpus[1:]):6.0f} ms of processor time"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    import numba
    import torch
    from transformers import AutoModelForCausalLM

    from models.engine.asking import steps_of
    from models.text import infer
    from models.text.kinds import Attend
    from models.weights import store

    net = infer.load(lambda template, **values: None)
    numba.set_num_threads(THREADS)
    torch.set_num_threads(THREADS)
    path = store.ensure()
    plain = AutoModelForCausalLM.from_pretrained(
        str(path.parent), gguf_file=path.name, dtype=torch.float32, attn_implementation="eager"
    )

    @torch.no_grad()
    def pass_of_transformers(ids: torch.Tensor) -> None:
        plain(ids, output_attentions=True, output_hidden_states=True)

    for n in (64, 256):
        request = Attend(prompt=" the" * n)
        print(f"{n} tokens, ours          {timed(lambda r=request: list(steps_of(infer, net, r)), options.rounds)}")
        ids = torch.full((1, n), 260)
        print(f"{n} tokens, transformers  {timed(lambda i=ids: pass_of_transformers(i), options.rounds)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
