"""Runs of the text model, for the truth tests."""

import pytest

from models.engine.asking import steps_of
from models.text import infer


@pytest.fixture(scope="session")
def last_step(net):
    """Runs a request and gives its last step."""

    def run(request):
        *_, step = steps_of(infer, net, request)
        return step

    return run
