"""Decoding speed against llama.cpp: the same GGUF file, the same threads, one text, turn by turn in one run.

    python tests/bench/decode.py [--threads 2] [--tokens 64] [--rounds 5] [--llama-python PATH]

llama.cpp runs in a process of its own, which may be another environment's Python: llama-cpp-python compiles C++ and is
no dependency of the app. Both decode greedily, go on at the end token, and compute all logits of every token.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
PROMPT = "Once upon a time there was a little cat who lived in a house by the sea."

# Reads a number of tokens a line, writes the seconds they took.
LLAMA = """
import sys, time
import numpy as np
from llama_cpp import Llama
path, threads, ids = sys.argv[1], int(sys.argv[2]), [int(i) for i in sys.argv[3].split(",")]
llama = Llama(path, n_ctx=1024, n_threads=threads, n_threads_batch=threads, logits_all=False, verbose=False)
for line in sys.stdin:
    llama.reset()
    llama.eval(ids)
    start = time.perf_counter()
    for _ in range(int(line)):
        logits = np.ctypeslib.as_array(llama._ctx.get_logits(), shape=(llama.n_vocab(),))
        llama.eval([int(logits.argmax())])
    print(time.perf_counter() - start, flush=True)
"""


def start_llama(python: str, path: Path, threads: int, ids: list[int]) -> subprocess.Popen[str] | None:
    if subprocess.run([python, "-c", "import llama_cpp"], capture_output=True).returncode:
        return None
    arguments = [python, "-c", LLAMA, str(path), str(threads), ",".join(map(str, ids))]
    return subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(llama: subprocess.Popen[str], tokens: int) -> float:
    assert llama.stdin and llama.stdout
    print(tokens, file=llama.stdin, flush=True)
    return float(llama.stdout.readline())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--llama-python", default=sys.executable)
    options = parser.parse_args()

    import numba

    from models.text import infer, tokenizer
    from models.text.net import forward, new_cache
    from models.weights import store

    net = infer.load(lambda template, **values: None)
    numba.set_num_threads(options.threads)
    ids = tokenizer.encode(PROMPT)

    def ours(tokens: int) -> float:
        cache = new_cache(net, 1, len(ids) + tokens)
        logits = net.lm_head(forward(net, np.array([ids]), cache)[0, -1:])
        start = time.perf_counter()
        for _ in range(tokens):
            logits = net.lm_head(forward(net, np.array([[logits.argmax()]]), cache)[0])
        return time.perf_counter() - start

    llama = start_llama(options.llama_python, store.ensure(), options.threads, ids)
    rounds = []
    for _ in range(options.rounds + 1):  # the first warms up
        rounds.append((ours(options.tokens), ask(llama, options.tokens) if llama else float("nan")))
    rounds = rounds[1:]
    for name, seconds in (("ours", [a for a, _ in rounds]), ("llama.cpp", [b for _, b in rounds])):
        if name == "ours" or llama:
            rates = [options.tokens / s for s in seconds]
            print(f"{name:10} median {median(rates):6.1f} tok/s, best {max(rates):6.1f}")
    if llama is None:
        print(f"llama-cpp-python is not installed for {options.llama_python}: no ratio. Give --llama-python a Python")
        print("that has it (python -m venv bench && bench/bin/pip install llama-cpp-python==0.3.36).")
        return 0
    llama.terminate()
    print(
        f"ratio ours / llama.cpp: median {median(b / a for a, b in rounds):.2f}, of the best rounds "
        f"{min(b for _, b in rounds) / min(a for a, _ in rounds):.2f} (must reach 0.5)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
