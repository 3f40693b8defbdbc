import pytest

from models.diffusion.kinds import Denoise


@pytest.fixture(scope="session")
def default(drawing):
    """The run of the untouched page."""
    return drawing.run(Denoise()).trace()
