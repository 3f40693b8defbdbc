import pytest
from scipy.stats import binomtest, norm

from pages.basics.intervals import Z, wilson


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (0, 20), (7, 10), (8, 20), (20, 20), (5, 1319), (4317, 10042)])
def test_the_wilson_interval_is_that_of_scipy(k, n):
    theirs = binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert wilson(k, n) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_z_is_that_of_95_percent():
    assert pytest.approx(norm.ppf(0.975), abs=1e-6) == Z
