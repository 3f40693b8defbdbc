"""Has every shipped task written with and without the grammar, runs what was written, and writes measured.json.

python -m models.code.measure

What the model wrote runs in a child process with limits of time and memory, and only if models/code/judge.py lets it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys

from models.code import source
from models.code.kinds import TryStep, WriteCode
from models.code.measured import FILE, SAMPLES, VARIANTS
from models.code.program import program as program_text
from models.code.tasks import TASKS, Task
from models.engine.asking import steps_of
from models.text import infer as text
from models.text.net import AnyNet
from models.workers import text as worker

SECONDS, BYTES = 3, 2**30


def main() -> None:
    net = text.load(lambda template, **values: None)
    rows = []
    for number, task in enumerate(TASKS):
        row: dict[str, object] = {"task": task.name}
        for variant, settings in VARIANTS.items():
            request = WriteCode(
                signature=task.signature,
                docstring=task.docstring,
                samples=0 if variant == "line" else SAMPLES,
                seed=number,
                **settings,
            )
            row[variant] = [tried(request, task, step) for step in written(net, request)]
        rows.append(row)
        print(f"{number + 1} of {len(TASKS)}", file=sys.stderr, flush=True)
    FILE.write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def written(net: AnyNet, request: WriteCode) -> list[TryStep]:
    """The tries, the greedy one first."""
    steps = [step for step in steps_of(worker, net, request) if isinstance(step, TryStep)]
    return sorted(steps, key=lambda step: step.number)


def tried(request: WriteCode, task: Task, step: TryStep) -> dict[str, object]:
    function = source.source(request, step)
    return {"source": function, "passed_over": step.passed_over, **judged(function, task.checks)}


def judged(function: str, checks: tuple[str, ...]) -> dict[str, object]:
    """What judge.py says of it, in a process of its own; "endless" where that does not end in time."""
    program = program_text() + (
        "\nimport json, sys\nprint(json.dumps(judge(*json.loads(sys.stdin.read()))), file=sys.__stdout__)\n"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", program],
            input=json.dumps([function, checks]),
            capture_output=True,
            text=True,
            timeout=2 * SECONDS,
            preexec_fn=_limit,
        )
    except subprocess.TimeoutExpired:
        return {"verdict": "endless", "detail": "", "passed": 0}
    if done.returncode:
        return {"verdict": "endless", "detail": "", "passed": 0}
    verdict: dict[str, object] = json.loads(done.stdout)
    return verdict


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


if __name__ == "__main__":
    main()
