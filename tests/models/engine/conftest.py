"""An engine with the toy family in real worker processes, and inline. A later backend joins the list of engines and
passes the same tests."""

import time
from pathlib import Path

import pytest

from models.engine.local.engine import local_engine
from models.engine.ops.observer import HostObserver

HERE = str(Path(__file__).parent)
WORKERS, INLINE = {"toy": "toy"}, {"here": "toy"}


@pytest.fixture
def how_to_load(tmp_path, monkeypatch):
    """A file that tells the next worker how its model loads (see toy.load)."""
    monkeypatch.setenv("PYTHONPATH", HERE)
    monkeypatch.setenv("TOY_LOAD", str(tmp_path / "how_to_load"))
    return tmp_path / "how_to_load"


@pytest.fixture(params=[local_engine])
def make_engine(request, how_to_load):
    engines = []

    def make(**limits):
        engines.append(request.param(WORKERS, INLINE, **{"observer": HostObserver(), **limits}))
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
