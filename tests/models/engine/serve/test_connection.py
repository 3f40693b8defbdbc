"""What is wrong with ENGINE is said in a sentence, and no page waits for it."""

import importlib.util
import socket
import time

import pytest
from toy import Count, CountHere

from models.engine import ModelUnavailable
from models.engine.serve import messages
from models.engine.serve.cluster import GivenCluster, LocalCluster, chosen
from models.engine.serve.connection import Unavailable, check, connect, probe
from models.engine.serve.engine import serve_engine
from tests.serving import free_port

RAY = importlib.util.find_spec("ray") is not None


@pytest.mark.parametrize("text", ["", "local", " local "])
def test_without_a_setting_the_models_run_on_this_machine(text):
    assert chosen(text) is None


def test_the_setting_names_a_cluster_of_this_machine_or_one_elsewhere():
    assert isinstance(chosen("ray"), LocalCluster if RAY else GivenCluster)
    assert chosen("head:6379").address() == "head:6379"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ray://head:10001", messages.CLIENT),
        ("head", messages.UNKNOWN),
        ("head:port", messages.UNKNOWN),
        ("head:70000", messages.UNKNOWN),
        ("http://head:8265", messages.UNKNOWN),
        ("rya", messages.UNKNOWN),
    ],
)
def test_an_address_that_cannot_be_one_is_said_to_be_none(address, sentence):
    with pytest.raises(Unavailable) as refused:
        check(address)
    assert refused.value.template == sentence


def test_an_address_where_nobody_listens_is_not_waited_for():
    began = time.monotonic()
    with pytest.raises(Unavailable) as refused:
        probe(f"127.0.0.1:{free_port()}")
    assert refused.value.template == messages.UNREACHABLE
    assert time.monotonic() - began < 5


def test_one_where_somebody_listens_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        probe(f"127.0.0.1:{listening.getsockname()[1]}")


@pytest.mark.skipif(RAY, reason="Ray is installed")
@pytest.mark.parametrize("address", ["ray", "127.0.0.1:9"])
def test_where_ray_is_not_installed_it_is_said(address):
    with pytest.raises(Unavailable) as refused:
        connect(address)
    assert refused.value.template == messages.NOT_INSTALLED


@pytest.mark.parametrize("wrong", ["rya", "ray://head:10001"])
def test_with_a_wrong_setting_runs_fail_with_a_sentence_and_what_needs_no_cluster_works(how_to_load, until, wrong):
    engine = serve_engine({"toy": "toy"}, {"here": "toy"}, cluster=GivenCluster(wrong))
    try:
        engine.warm_up("toy")
        until(lambda: engine.status("toy").state == "failed")
        assert engine.status("toy").sentence.startswith("The host’s setting ENGINE ")
        with pytest.raises(ModelUnavailable, match="setting ENGINE"):
            engine.run(Count()).trace()
        assert len(engine.run(CountHere()).trace().steps) == 3
    finally:
        engine.close()
