"""The picture of a run under way has the run's losses where the chart will have them."""

import re
from math import log10
from xml.etree import ElementTree

import numpy as np
import pytest

from pages.figures import live_losses, losses
from tests.arrays import assert_allclose


def test_the_lines_go_through_the_losses_on_a_log_scale():
    curve = ([0, 10, 40], [2.0, 0.5, 0.1], [2.0, 1.0, 0.4])
    lines = [("blind", 2.8), ("floor", 0.2)]
    picture = ElementTree.fromstring(live_losses.svg(curve, lines, 80))
    low, high = losses.span([*curve[1], *curve[2], 2.8, 0.2])
    polylines = picture.findall("{*}polyline")
    for drawn, values in zip(polylines, curve[1:], strict=True):
        points = np.array([pair.split(",") for pair in drawn.get("points").split()], float)
        share = (points[:, 0] - live_losses.LEFT) / (live_losses.WIDTH - live_losses.LEFT - 8)
        assert_allclose(share, np.array(curve[0]) / 80, atol=1e-3)
        height = (points[:, 1] - 8) / (live_losses.HEIGHT - live_losses.BOTTOM - 8)
        assert_allclose(high - height * (high - low), [log10(bits) for bits in values], atol=2e-3)
    dashed = [path for path in picture.findall("{*}path") if path.get("stroke-dasharray")]
    assert len(dashed) == 2 and re.fullmatch(r"M46 [\d.]+H652", dashed[0].get("d"))


def test_a_text_known_by_heart_needs_no_bits_and_is_drawn_all_the_same():
    curve = ([0, 10], [2.0, 0.0], [2.0, 1.5])
    assert "nan" not in live_losses.svg(curve, [], 10)
    low, high = losses.losses(curve, [], 10).layout.yaxis.range
    assert low < high < 1


def test_losses_beyond_the_axis_stay_at_its_end():
    picture = live_losses.svg(([0, 1], [3.0, 1e9], [3.0, 1e12]), [], 5)
    assert "nan" not in picture and "inf" not in picture
    heights = [float(pair.split(",")[1]) for pair in re.findall(r"[\d.]+,[\d.]+", picture)]
    assert min(heights) == pytest.approx(8, abs=0.2)
