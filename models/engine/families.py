"""Which module runs which family of models. A worker process imports one module; families of one module share it.

Each module offers three functions:
    load(progress) -> model             blocks until usable; progress(template, **values) tells what is being done
    describe(model, request=None) -> ModelInfo   what runs the request, for the run line; None: the main model
    run(model, request) -> Iterator[Step]   live, one step as soon as it is made; closing the iterator stops the work
A module whose runs share work when several are in hand offers two more (batch.py drives them):
    begin(model, request) -> Generator      as run, but beside steps it yields asks and is sent their answers
    together(model, asks) -> list           the answers to what several runs ask; for each the same as if asked alone
"""

from __future__ import annotations

from dataclasses import dataclass

FAMILIES = {
    "page": "models.tokens.infer",  # torch-free: runs in the process that asks
    "text": "models.text.infer",
    "diffusion": "models.workers.pictures",
    "vae": "models.workers.pictures",
    "gan": "models.gan.infer",  # needs no diffusers: it starts in a third of the time, and its toys train for seconds
}

# Set before a model's process imports anything. Threads that wait for each other sleep: spinning, they would take the
# processors that pages need. And the libraries keep their advice on other packages to themselves.
ENVIRONMENT = {"OMP_WAIT_POLICY": "passive", "TRANSFORMERS_VERBOSITY": "error", "DIFFUSERS_VERBOSITY": "error"}


@dataclass(frozen=True)
class ModelInfo:
    name: str  # "SmolLM2-135M-Instruct"
    sha256: str  # of the weights file, or of a folder's sha256.json; "" where no weights are involved
    arithmetic: str  # "fp32"
    device: str = "CPU"
