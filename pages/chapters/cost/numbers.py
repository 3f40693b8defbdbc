"""What a measured text cost, from its steps. Pure: steps in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from models.cost import arithmetic, energy
from models.cost.arithmetic import MultiplyAdds
from models.cost.kinds import MachineStep, MeterStep
from models.engine import Step
from models.text.architecture import architecture


@dataclass(frozen=True)
class Spent:
    """Of a text. A token stands for those after the first, which reads the prompt; where there is none, the first."""

    machine: MachineStep
    tokens: tuple[MeterStep, ...]

    @property
    def prompt(self) -> int:
        return len(self.machine.input_ids)

    @property
    def written(self) -> int:
        return len(self.tokens)

    @property
    def later(self) -> tuple[MeterStep, ...]:
        return self.tokens[1:] or self.tokens

    @property
    def milliseconds(self) -> float:
        """Of a token, median."""
        return median(step.milliseconds for step in self.later)

    @property
    def slowest(self) -> float:
        return max(step.milliseconds for step in self.later)

    @property
    def fastest(self) -> float:
        return min(step.milliseconds for step in self.later)

    @property
    def processor_milliseconds(self) -> float:
        """Of a token, median."""
        return median(step.processor_milliseconds for step in self.later)

    @property
    def processor_seconds(self) -> float:
        """Of the whole text, prompt included."""
        return sum(step.processor_milliseconds for step in self.tokens) / 1000

    @property
    def counted(self) -> bool:
        """Whether the processors' energy counters were read."""
        return self.machine.counted > 0

    def passes(self, cache: bool = True) -> list[MultiplyAdds]:
        return arithmetic.of_text(architecture(), self.prompt, self.written, cache)

    @property
    def multiply_adds(self) -> MultiplyAdds:
        """Of the whole text."""
        return arithmetic.total(self.passes())

    @property
    def token_multiply_adds(self) -> float:
        """Of a token, mean."""
        return float(np.mean([p.total for p in self.passes()[1:] or self.passes()]))

    @property
    def without_cache(self) -> float:
        """How many times as many multiply-adds the same text takes without a cache."""
        return arithmetic.total(self.passes(cache=False)).total / self.multiply_adds.total

    @property
    def bytes_moved(self) -> int:
        """Of the whole text, at least."""
        return arithmetic.bytes_of_text(architecture(), self.machine.weight_bytes, self.prompt, self.written)

    @property
    def token_bytes(self) -> float:
        """Of a token, at least, mean."""
        shape, weights = architecture(), self.machine.weight_bytes
        first = arithmetic.bytes_of_pass(shape, weights, self.prompt)
        return (self.bytes_moved - first) / (self.written - 1) if self.written > 1 else float(first)

    @property
    def token_joules(self) -> tuple[float, float]:
        """Of a token: measured, both the same; or low and high."""
        if self.counted:
            mean = float(np.mean([step.joules for step in self.later]))
            return mean, mean
        return energy.interval(self.processor_milliseconds / 1000)

    @property
    def joules(self) -> tuple[float, float]:
        """Of the whole text, likewise."""
        if self.counted:
            measured = sum(step.joules for step in self.tokens)
            return measured, measured
        return energy.interval(self.processor_seconds)


def spent(steps: Sequence[Step]) -> Spent | None:
    """None before the first token."""
    tokens = tuple(step for step in steps if isinstance(step, MeterStep))
    machine = next((step for step in steps if isinstance(step, MachineStep)), None)
    return Spent(machine, tokens) if machine and tokens else None


def of_wall(milliseconds: float, cores: int) -> tuple[float, float]:
    """Joules of a run of which only the time is known: one core busy at the low end, all at the high end."""
    low, high = energy.interval(milliseconds / 1000)
    return low, cores * high


def ratio_option(ratio: float) -> str:
    """The prediction's right option."""
    return "little" if ratio < 2 else "some" if ratio < 10 else "much"
