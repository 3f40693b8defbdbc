"""The two sides of the truth tests: the app's own net, and the same weights in plain transformers."""

import os

import pytest

# As infer.load sets it for the app. Here torch may start its threads first, and the setting is read only once.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from models import reproduce  # noqa: E402
from models.engine.asking import steps_of  # noqa: E402
from models.text import infer  # noqa: E402
from models.text.kinds import NextToken  # noqa: E402
from models.weights import store  # noqa: E402

LOADED = ".eval()\n"  # where each script has its model


@pytest.fixture(scope="session")
def net():
    return infer.load(lambda template, **values: None)


@pytest.fixture(scope="session")
def script_start():
    """The names that the first lines of each script to take away define. They load the weights in plain transformers,
    which takes 20 seconds: once for all scripts and for `plain`."""
    import torch

    start, loaded, _rest = reproduce.python(NextToken()).partition(LOADED)
    names, trained = {}, torch.is_grad_enabled()
    exec((start + loaded).replace("<cache folder>", str(store.ensure().parent)), names)
    torch.set_grad_enabled(trained)  # a script switches it off, for its process
    return names


@pytest.fixture(scope="session")
def plain(script_start):
    """Loaded by transformers' own GGUF loader, independently of ours; attention in plain matrix products ("eager")."""
    import copy

    import torch
    from transformers import LlamaForCausalLM

    model = script_start["model"]
    with torch.device("meta"):
        eager = LlamaForCausalLM._from_config(copy.deepcopy(model.config), attn_implementation="eager")
    eager.load_state_dict(model.state_dict(), assign=True)
    eager.tie_weights()
    eager.model.rotary_emb = copy.deepcopy(model.model.rotary_emb)  # has no weights, so none in the state
    return eager.eval()


@pytest.fixture(scope="session")
def last_step(net):
    """Runs a request and gives its last step."""

    def run(request):
        *_, step = steps_of(infer, net, request)
        return step

    return run
