import pytest

from models.prepared import prepared
from models.tiny_transformer.kinds import Train


@pytest.fixture(scope="package")
def shipped():
    return prepared(Train())
