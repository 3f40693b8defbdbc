"""Runs that ask: besides its steps such a run yields what it needs from the network, and is sent the answer.

So several runs can share the network's passes (local/batching.py), and a single run works the same way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from typing import Any

from models.engine.requests import Request
from models.engine.steps import Step

Together = Callable[[Sequence[Any]], list[Any]]  # what several runs ask → the answers, in order


def alone(run: Generator[Any, Any, Any], together: Together) -> Iterator[Step]:
    """The steps of a single run that asks: each of its asks is answered at once."""
    answer = None
    with contextlib.closing(run), contextlib.suppress(StopIteration):
        while True:
            item = run.send(answer)
            if isinstance(item, Step):
                yield item
                answer = None
            else:
                [answer] = together([item])


def steps_of(runner: Any, model: Any, request: Request) -> Iterator[Step]:
    """The steps of a single run, from a module that runs a family (local/worker.py)."""
    run = runner.RUNS[type(request)](model, request)
    steps: Iterator[Step] = alone(run, partial(runner.together, model)) if hasattr(runner, "together") else run
    return steps
