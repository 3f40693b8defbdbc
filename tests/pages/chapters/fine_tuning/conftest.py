import pytest

from models.fine_tuning.kinds import FineTune, falsehood
from models.prepared import prepared


@pytest.fixture(scope="package")
def pirate():
    return prepared(FineTune())


@pytest.fixture(scope="package")
def planted():
    return prepared(falsehood())
