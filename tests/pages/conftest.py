"""Chapters run by Streamlit's AppTest over the real engine and the real model."""

import time

import pytest

from models.shared_engine import engine
from tests.opening import open_at


@pytest.fixture(scope="session")
def ready():
    """The engine with its text model loaded (the first time ever, this fetches the weights)."""
    return loaded("text")


@pytest.fixture(scope="session")
def drawing():
    """The engine with its image models loaded."""
    return loaded("diffusion")


def loaded(family):
    engine().warm_up(family)
    deadline = time.monotonic() + 300
    while (status := engine().status(family)).state != "ready":
        assert status.state != "failed" and time.monotonic() < deadline, status.template.format(**status.values)
        time.sleep(0.2)
    return engine()


@pytest.fixture(autouse=True)
def no_browser(monkeypatch):
    """There is none that needs a moment to paint."""
    monkeypatch.setattr("pages.frame.frame.PAINT_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def visits_end():
    """A visit ends with its test. Otherwise the trainings that it had asked for would keep the next tests waiting."""
    yield
    for computation in list(engine()._under_way.values()):
        for run in list(computation.followers):
            run.leave()


@pytest.fixture
def visit(ready):
    """Opens a chapter with parameters of an address and returns the AppTest after its run."""
    return lambda slug, **parameters: open_at(slug, parameters)


def words(app):
    """Every sentence on the page."""
    kinds = (app.markdown, app.warning, app.info, app.error, app.title, app.header)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.fixture(name="words")
def words_fixture():
    return words
