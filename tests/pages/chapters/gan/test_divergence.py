"""The divergence on the grid is that of scipy, 0 for equal sets, ln 2 for sets apart; its control is real points."""

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from models.prepared import prepared
from models.toys import points
from models.toys.kinds import GanToy
from pages.chapters.gan import divergence, film
from tests.arrays import assert_allclose


def reference(one, other):
    """Counts of numpy's own two-dimensional histogram, and scipy's distance squared."""
    edges = np.linspace(-1.2, 1.2, 17)
    p, q = (np.histogram2d(*np.clip(x, -1.1999, 1.1999).T, bins=(edges, edges))[0].ravel() for x in (one, other))
    return jensenshannon(p, q) ** 2


@pytest.mark.parametrize("request_", [GanToy(), GanToy(shape="ring"), GanToy(drawn=((0.5, 0.5), (0.1, -1.3)))])
def test_it_is_scipys_on_numpys_histogram(request_):
    samples = [step.samples for step in prepared(GanToy()).steps]
    ours = divergence.of(request_, samples)
    rng = np.random.default_rng(0)
    known = divergence._real(request_, 20_000, rng)
    assert_allclose(ours.made, [reference(made.astype(float), known.astype(float)) for made in samples], atol=1e-9)
    control = [reference(divergence._real(request_, 256, rng).astype(float), known.astype(float)) for _ in range(40)]
    assert_allclose([ours.low, ours.high], np.quantile(control, [0.025, 0.975]), atol=1e-9)


def test_equal_sets_have_none_and_sets_apart_have_the_most_there_is():
    left, right = np.full((5, 2), -0.5), np.full((9, 2), 0.5)
    assert divergence.jensen_shannon(divergence.counts(left), divergence.counts(left)) == 0
    assert divergence.jensen_shannon(divergence.counts(left), divergence.counts(right)) == pytest.approx(np.log(2))
    rng = np.random.default_rng(5)
    one, other = (divergence.counts(points.sample("ring", 300, rng)) for _ in range(2))
    assert divergence.jensen_shannon(one, other) == pytest.approx(divergence.jensen_shannon(other, one))


def test_the_film_draws_one_for_each_of_its_frames():
    trace = prepared(GanToy())
    assert len(film.divergences(trace).made) == len(trace.steps) == len(film.table(trace)["turn"])
