"""A head and two nodes as processes of their own: a node that is killed, a head that is gone and comes back."""

import os
import secrets
import tempfile
import time

import pytest
from conftest import no_ray
from toy import Brief, Count

from models.engine import ModelUnavailable, RunFailed
from models.engine.serve import messages
from models.engine.serve.cluster import GivenCluster
from models.engine.serve.engine import serve_engine
from tests.models.engine.serve.nodes import Nodes, kill

pytestmark = no_ray
PATIENCE = 120  # seconds; a node starts in ten on an idle machine


@pytest.fixture
def nodes(how_to_load, monkeypatch):
    token = secrets.token_hex(32)
    monkeypatch.setenv("RAY_AUTH_TOKEN", token)
    with tempfile.TemporaryDirectory(
        prefix="ray-", ignore_cleanup_errors=True
    ) as folder:  # a short path: it has sockets
        cluster = Nodes(folder, token)
        try:
            yield cluster
        finally:
            cluster.end()


@pytest.fixture
def engine(nodes):
    engine = serve_engine({"toy": "toy"}, cluster=GivenCluster(nodes.address))
    yield engine
    engine.close()


def test_what_dies_costs_its_runs_a_sentence_and_the_server_goes_on_when_it_is_back(nodes, engine, until):
    nodes.add()
    nodes.add()
    engine.warm_up("toy")
    until(lambda: engine.status("toy").template == messages.NOT_DEPLOYED, PATIENCE)
    with pytest.raises(ModelUnavailable, match="not deployed"):
        engine.run(Count()).trace()

    nodes.deploy(replicas=2, cpus=1)
    until(lambda: engine.status("toy").state == "ready", PATIENCE)
    runs = [engine.run(Count(steps=100_000, pause=0.02, seed=seed)) for seed in range(2)]
    until(lambda: all(run.steps for run in runs), PATIENCE)
    assert runs[0].steps[0].pid != runs[1].steps[0].pid, "each node has seats for one"

    killed = next(node for node in nodes.nodes if os.getsid(runs[0].steps[0].pid) == os.getsid(node.pid))
    kill(killed)
    with pytest.raises(RunFailed):
        runs[0].trace()
    began = time.monotonic()
    assert len(engine.run(Brief(seed=9)).trace().steps) == 3
    assert time.monotonic() - began < 5, "the other node is there"
    assert runs[1].state == "running"

    nodes.end()
    until(lambda: engine.status("toy").template == messages.UNREACHABLE, PATIENCE)
    nodes.begin_again()
    nodes.add()
    nodes.deploy(replicas=1, cpus=1)
    until(lambda: engine.status("toy").state == "ready", PATIENCE)
    assert len(engine.run(Count(seed=5)).trace().steps) == 3
