"""Which module runs which family of models. A family's worker process imports its module and nothing of the others.

Each module offers three functions:
    load(progress) -> model             blocks until usable; progress(template, **values) tells what is being done
    describe(model) -> ModelInfo        what ran, for the run line
    run(model, request) -> Iterator[Step]   live, one step as soon as it is made; closing the iterator stops the work
"""

from __future__ import annotations

from dataclasses import dataclass

FAMILIES = {
    "page": "models.text.pieces",  # torch-free: runs in the process that asks
    "text": "models.text.infer",
}


@dataclass(frozen=True)
class ModelInfo:
    name: str  # "SmolLM2-135M-Instruct"
    sha256: str  # of the weights file; "" where no weights are involved
    arithmetic: str  # "fp32"
    device: str = "CPU"
