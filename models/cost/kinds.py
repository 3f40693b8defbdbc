"""What a text costs: what may be asked, and what the run yields. Formulas are in arithmetic.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from models.engine.limits import Range, Seed
from models.engine.requests import Request
from models.engine.steps import Step
from models.text.prompt import Prompt

PROMPT = "The cat sat on the"
TEMPERATURE, TOP_P = 0.7, 0.8  # of every text here: it reads well, and costs the same as any other


@dataclass(frozen=True, kw_only=True, slots=True)
class Meter(Request):
    """Writes a text and measures each token: time, work of the processor, energy where the machine shows it.

    The network runs alone meanwhile, not together with other visitors' texts, so that the figures are this text's.
    """

    kind: ClassVar[str] = "meter"
    family: ClassVar[str] = "cost"
    first_guess: ClassVar[float] = 3.0
    prompt: Annotated[str, Prompt(128)] = PROMPT
    max_new_tokens: Annotated[int, Range(2, 64)] = 32
    seed: Seed = 3


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class MachineStep(Step):
    """Where it runs, and what lies in memory for it."""

    of_the_machine: ClassVar[frozenset[str]] = frozenset({"processor", "cores", "counted", "peak_bytes"})

    input_ids: np.ndarray  # (n,) int64, the prompt
    processor: str  # as it names itself; "" if it does not
    cores: int  # that the system shows
    counted: int  # processors whose energy counter may be read
    weight_bytes: int  # all numbers of the network, as they lie in memory
    cache_bytes: int  # room for keys and values of the whole text
    peak_bytes: int  # the most memory that the model's process has taken so far, libraries and other runs included


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class MeterStep(Step):
    """One written token. The first reads the prompt."""

    written_tokens: ClassVar[int] = 1
    of_the_machine: ClassVar[frozenset[str]] = frozenset({"joules"})
    unmeasured: ClassVar[frozenset[str]] = frozenset({"joules"})

    token_id: int
    milliseconds: float  # that passed
    processor_milliseconds: float  # that processors worked for it; two at once for one second are two seconds
    joules: float  # of all processors, with whatever else they did; NaN where no counter may be read


def prepared() -> tuple[Request, ...]:
    """The runs that are shipped: see models/prepared.py."""
    return (Meter(),)
