"""numpy's assertions on arrays, for numbers alone: there NaN equals NaN, so that two failed runs would be alike.

With unmeasured=True NaN may be expected, where it says that nothing was measured.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def assert_array_equal(
    actual: Any, expected: Any, err_msg: str = "", *, unmeasured: bool = False, **options: Any
) -> None:
    assert unmeasured or _finite(expected), "NaN or infinity is no expected value"
    np.testing.assert_array_equal(actual, expected, err_msg, **options)


def assert_allclose(actual: Any, expected: Any, *, unmeasured: bool = False, **options: Any) -> None:
    assert unmeasured or _finite(expected), "NaN or infinity is no expected value"
    np.testing.assert_allclose(actual, expected, equal_nan=unmeasured, **options)


def _finite(values: Any) -> bool:
    array = np.asarray(values)
    return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())
