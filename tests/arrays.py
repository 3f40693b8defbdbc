"""numpy's assertions on arrays, for numbers alone: there NaN equals NaN, so that two failed runs would be alike."""

from __future__ import annotations

from typing import Any

import numpy as np


def assert_array_equal(actual: Any, expected: Any, err_msg: str = "", **options: Any) -> None:
    _assert_finite(expected)
    np.testing.assert_array_equal(actual, expected, err_msg, **options)


def assert_allclose(actual: Any, expected: Any, **options: Any) -> None:
    _assert_finite(expected)
    np.testing.assert_allclose(actual, expected, **{"equal_nan": False, **options})


def _assert_finite(values: Any) -> None:
    array = np.asarray(values)
    assert array.dtype.kind not in "fc" or np.isfinite(array).all(), "NaN or infinity is no expected value"
