"""The files for a Ray cluster say what the code says."""

import pytest
import yaml

from models.engine.serve.cluster import OURS
from models.families import FAMILIES

RUNNERS = {family.runner: family for family in FAMILIES.values() if family.seats}


@pytest.fixture(scope="module")
def read(root):
    return lambda path: yaml.safe_load((root / "hosting" / "ray" / path).read_text())


def test_each_process_of_one_machine_is_an_application_of_the_cluster_with_the_same_seats(read):
    applications = {one["name"]: one for one in read("serve.yaml")["applications"]}
    assert set(applications) == set(RUNNERS)
    for name, one in applications.items():
        seats = RUNNERS[name].seats
        assert one["import_path"] == "models.engine.serve.app:build"
        assert one["args"] == {"module": name, "long": seats.long, "brief": seats.brief, "cpus": 1}
        [worker] = one["deployments"]
        scaling = worker["autoscaling_config"]
        assert worker["name"] == "worker"
        assert scaling["target_ongoing_requests"] == 0.75 * (seats.long + seats.brief)
        assert 1 <= scaling["min_replicas"] <= scaling["max_replicas"]


def test_ray_itself_reads_the_configuration_and_builds_what_it_names(read):
    schema = pytest.importorskip(
        "ray.serve.schema", reason="Ray is not installed (pip install -r requirements-ray.txt)"
    )
    deployed = schema.ServeDeploySchema.model_validate(read("serve.yaml"))
    from models.engine.serve.app import build

    for one in deployed.applications:
        assert build(one.args)._bound_deployment.name == "worker"


def test_all_nodes_share_a_token_and_the_app_is_part_of_the_cluster_without_working_for_it(read):
    services = read("compose.yaml")["services"]
    nodes = [services[name] for name in ("head", "worker", "deploy", "app-a", "app-b")]
    for node in nodes:
        assert OURS.items() <= node["environment"].items()
        assert node["environment"]["RAY_AUTH_TOKEN"].startswith("${RAY_AUTH_TOKEN:?")
        assert node["build"]["args"] == {"REQUIREMENTS": "requirements-ray.lock"}
    [port] = [word.partition("=")[2] for word in services["head"]["command"] if word.startswith("--port=")]
    for app in (services["app-a"], services["app-b"]):
        address = app["environment"]["ENGINE"]
        assert address == f"head:{port}"
        assert f"--address={address} --num-cpus=0" in app["command"][-1]
        assert "COOKIE_SECRET" in app["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert f"--address=head:{port}" in services["worker"]["command"]
    assert services["worker"]["deploy"]["replicas"] == 2


def test_ray_is_locked_beside_the_same_versions_of_everything_else(root):
    def pins(name):
        text = (root / name).read_text().splitlines()
        return {line.split(" ")[0] for line in text if line[:1].isalnum() and "==" in line}

    both, without = pins("requirements-ray.lock"), pins("requirements.lock")
    assert without <= both
    wanted = (root / "requirements-ray.txt").read_text()
    assert [pin for pin in both if pin.startswith("ray==") and pin.replace("ray", "ray[serve]") in wanted]
