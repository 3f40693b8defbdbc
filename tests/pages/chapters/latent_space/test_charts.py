"""The numbers of both faces, each where its name says."""

import numpy as np

from pages.chapters.latent_space import charts


def test_each_bar_stands_over_its_own_number():
    mu = np.arange(32.0)
    which = np.array([0, 3, 5, 10])
    figure = charts.numbers((mu, np.zeros(32)), (-mu, np.zeros(32)), which)
    assert list(figure.data[0].x) == [1, 4, 6, 11] and list(figure.data[0].y) == [0, 3, 5, 10]
    assert figure.layout.xaxis.type == "category" and figure.layout.xaxis.tickvals is None
