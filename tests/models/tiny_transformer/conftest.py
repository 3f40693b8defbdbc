import pytest

from models.tiny_transformer.kinds import Train

SMALL = Train(characters=20_000, steps=12, seed=3)


@pytest.fixture(scope="session")
def small(app):
    """The steps of a small run, by their type."""
    steps = {}
    for step in app(SMALL):
        steps.setdefault(type(step), []).append(step)
    return steps
