"""What a beam search costs in multiply-adds: its beams share the prompt, and each pass has those that still run."""

from __future__ import annotations

from dataclasses import dataclass

from models.cost.arithmetic import MultiplyAdds, of_pass, total
from models.engine import Trace
from models.text import tokenizer
from models.text.architecture import Architecture
from models.text.kinds import Write, WriteStep


@dataclass(frozen=True)
class BeamPass:
    """One pass of some texts of equal length."""

    texts: int
    new: int  # tokens of each
    past: int  # tokens of each in the cache
    scored: int  # tokens of each after which the next one is scored


def passes(trace: Trace) -> list[BeamPass]:
    """Those of a Write with method "beam", from its steps."""
    request = trace.request
    assert isinstance(request, Write)
    ids = tokenizer.chat(request.prompt) if request.chat else tokenizer.encode(request.prompt)
    read = len(ids) + max(0, len(request.forced_ids) - 1)  # given tokens are read with the prompt, and each is scored
    found: list[BeamPass] = []
    texts = 1
    for step in trace.steps:
        assert isinstance(step, WriteStep) and step.beam_ids is not None
        if step.passes and not found:
            found.append(BeamPass(1, read, 0, sum(not s.passes for s in trace.steps) + 1))
        elif step.passes:
            found.append(BeamPass(texts, 1, read + len(found) - 1, 1))
        texts = len(step.beam_ids)
    return found


def multiply_adds(shape: Architecture, trace: Trace) -> int:
    each: list[MultiplyAdds] = []
    for p in passes(trace):
        each += p.texts * [of_pass(shape, p.new, p.past, p.scored)]
    return total(each).total
