"""The report on the models: python -m models.evaluate [--only NAME ...] [--parts PART ...] [--full].

Writes models/QUALITY.md and what was measured, models/quality.json. Each part is kept as soon as it is measured, and a
part that was measured on the same weights, with the same numbers of pictures, isn't measured again: a run that was
stopped is started again with the same command and goes on. --full needs the whole data set (python -m
models.avatars.dataset); without it the shipped sample is used.
"""

import argparse
import datetime
import json
import platform
import time
from pathlib import Path
from typing import Any

import torch

from models.evaluate.subjects import SUBJECTS, Options
from models.evaluate.text import page

HERE = Path(__file__).parents[1]
STORE, PAGE = HERE / "quality.json", HERE / "QUALITY.md"


def is_new(measured: dict[str, Any] | None, options: Options, weights: str) -> bool:
    return measured is None or (measured["weights"], measured["options"]) != (weights, options.numbers)


def measure(name: str, part: str, options: Options) -> dict[str, Any] | None:
    """One part with its circumstances; None where it can't be measured with these options."""
    began = time.perf_counter()
    figures = SUBJECTS[name].parts[part].measure(options)
    return figures and {
        "when": datetime.date.today().isoformat(),
        "seconds": round(time.perf_counter() - began),
        "machine": f"{platform.machine()} CPU, {torch.get_num_threads()} threads, fp32",
        "data": SUBJECTS[name].parts[part].data
        or ("the whole test set" if options.full else "the shipped sample of 400"),
        "weights": SUBJECTS[name].parts[part].identity,
        "options": options.numbers,
        "figures": figures,
    }


def main(only: list[str], parts: list[str], options: Options, again: bool = False, store: Path = STORE) -> None:
    for name in only:
        for part in SUBJECTS[name].parts:
            if parts and part not in parts:
                continue
            # Read again before every part: another run may have written meanwhile.
            figures = json.loads(store.read_text()) if store.exists() else {}
            if not again and not is_new(figures.get(name, {}).get(part), options, SUBJECTS[name].parts[part].identity):
                continue
            measured = measure(name, part, options)
            if measured is None:
                print(f"{name} {part}: needs --full", flush=True)
                continue
            print(
                name, part, f"{measured['seconds']} s", json.dumps(measured["figures"], ensure_ascii=False), flush=True
            )
            figures.setdefault(name, {})[part] = measured
            store.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    if store == STORE:
        PAGE.write_text(page(json.loads(store.read_text())))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=SUBJECTS, default=list(SUBJECTS))
    parser.add_argument("--parts", nargs="*", default=[], help="of these models; default: all")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--n", type=int, default=150, help="prompts for text to image")
    parser.add_argument("--big", type=int, default=5000, help="pictures for its Fréchet distance")
    parser.add_argument("--count", type=int, default=1000, help="pictures of each of the three families")
    parser.add_argument("--again", action="store_true", help="measure also what is there already")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    options = Options(arguments.full, arguments.n, arguments.big, arguments.count)
    main(arguments.only, arguments.parts, options, arguments.again)
