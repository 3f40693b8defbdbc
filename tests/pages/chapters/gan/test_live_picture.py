"""The picture while it is trained shows what the film will show."""

import numpy as np

from pages.basics.theme import LIGHT
from pages.chapters.gan import live_picture


def test_the_live_picture_is_blue_where_made_red_where_real_and_has_the_points_on_it(still):
    step = still(1)
    step.surface[:16] = 0.3  # the lower half
    step.surface[16:] = 0.7
    step.samples[:] = [0.9, 0.0]
    picture = live_picture.picture(step, np.array([[-0.9, 0.0]]), 0.2, LIGHT).astype(int)
    upper, lower = picture[60, 240], picture[420, 240]
    assert upper[0] > upper[2] + 40 and lower[2] > lower[0] + 40
    x = round((0.9 + 1.2) * 480 / 2.4)
    assert picture[240, x].tolist() == [0x8A, 0x3F, 0x9C]
