"""An engine with the toy family in real worker processes, on a Ray cluster, and inline. All pass the same tests."""

import importlib.util
import time
from pathlib import Path

import pytest
from clusters import Shared

from models.engine.local.engine import local_engine
from models.engine.ops.observer import HostObserver
from models.engine.serve.engine import serve_engine

HERE = str(Path(__file__).parent)
WORKERS, INLINE = {"toy": "toy"}, {"here": "toy"}


no_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="Ray is not installed (pip install -r requirements-ray.txt)"
)


@pytest.fixture(scope="session")
def told_how(tmp_path_factory):
    """The same file for all tests: a cluster that serves them all knows its environment from its start."""
    return tmp_path_factory.mktemp("toy") / "how_to_load"


@pytest.fixture
def how_to_load(told_how, monkeypatch):
    """A file that tells the next worker how its model loads (see toy.load)."""
    monkeypatch.setenv("PYTHONPATH", HERE)
    monkeypatch.setenv("TOY_LOAD", str(told_how))
    yield told_how
    told_how.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def shared(told_how):
    """A cluster of this machine for all tests, started by the first that needs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", HERE)
        patch.setenv("TOY_LOAD", str(told_how))
        cluster = Shared()
        cluster.start()
    yield cluster
    cluster.end()


def engine_on_ray(request, *families, **limits):
    lent = request.getfixturevalue("shared").lend()
    return serve_engine(*families, cluster=lent, name=lent.name, **limits)


def engine_of_processes(request, *families, **limits):
    return local_engine(*families, **limits)


@pytest.fixture(params=[engine_of_processes, pytest.param(engine_on_ray, marks=no_ray)], ids=["local", "ray"])
def make_engine(request, how_to_load):
    engines = []

    def make(**limits):
        engines.append(request.param(request, WORKERS, INLINE, **{"observer": HostObserver(), **limits}))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(make_engine):
    return make_engine()


@pytest.fixture
def until():
    """Waits until something is true; what must become true in a second may take a busy machine thirty."""

    def wait(true, seconds=30):
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, "it never came true"
            time.sleep(0.005)

    return wait


@pytest.fixture
def log(tmp_path):
    """A file in which the toy family writes a line per step that was really made."""

    class Log(type(tmp_path)):
        @property
        def steps(self):
            return len(self.read_text().splitlines()) if self.exists() else 0

    return Log(tmp_path / "log")
