"""All benchmarks, one after another, each in a process of its own: `python tests/bench/run.py`.

They print ratios of things measured side by side in one run: times alone say more of the machine than of the code.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BENCHMARKS = {
    "decode.py": "decoding tokens per second against llama.cpp, same file, same threads",
    "forward.py": "a full pass with all attentions and hidden states",
    "channel.py": "the way between page and worker: cost of a run, of a step, of a restart",
    "contention.py": "decoding while ten sessions redraw charts, against idle",
    "training.py": "writing and drawing charts while a network trains, against idle",
    "denoise.py": "a run without words laid open against the pipeline; training a flow in the plane",
    "gan.py": "the live game of two players: turns per second, and its film",
    "slider.py": "a temperature change end to end, against an empty page",
    "pictures.py": "a picture with every step laid open against diffusers' pipeline; time to the first frame; the film",
    "uploads.py": "memory and time of reading an uploaded picture of 40 million pixels, against decoding it whole",
    "cold.py": "cold server to first figure; memory after every chapter",
}


def main() -> int:
    failed = []
    for name, what in BENCHMARKS.items():
        print(f"\n## {what} ({name})", flush=True)
        if subprocess.run([sys.executable, str(HERE / name)], cwd=HERE.parents[1]).returncode:
            failed.append(name)
    if failed:
        print("failed:", ", ".join(failed))
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
