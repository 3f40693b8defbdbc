import numpy as np
import pytest

from models.toys.kinds import GanToyStep


@pytest.fixture
def still():
    """Makes the step of a turn in which nothing moves."""

    def make(number):
        zeros = np.zeros((256, 2), np.float32)
        return GanToyStep(
            passes=1,
            number=number,
            samples=zeros,
            pull=zeros,
            surface=np.full((32, 32), 0.5, np.float32),
            manifold=np.zeros((13, 13, 2), np.float32),
            critic_loss=1.0,
            generator_loss=1.0,
            modes=0,
        )

    return make
