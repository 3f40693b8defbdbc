"""The two sides of the truth tests: the app's own net, and the same weights in plain transformers."""

import os

import pytest

# As infer.load sets it for the app. Here torch may start its threads first, and the setting is read only once.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from models.engine.asking import steps_of  # noqa: E402
from models.text import infer  # noqa: E402
from models.weights import store  # noqa: E402


@pytest.fixture(scope="session")
def net():
    return infer.load(lambda template, **values: None)


@pytest.fixture(scope="session")
def plain():
    """Made by transformers' own GGUF loader, independently of ours; attention in plain matrix products ("eager")."""
    import torch
    from transformers import AutoModelForCausalLM

    path = store.ensure()
    model = AutoModelForCausalLM.from_pretrained(
        str(path.parent), gguf_file=path.name, dtype=torch.float32, attn_implementation="eager"
    )
    return model.eval()


@pytest.fixture(scope="session")
def last_step(net):
    """Runs a request and gives its last step."""

    def run(request):
        *_, step = steps_of(infer, net, request)
        return step

    return run
