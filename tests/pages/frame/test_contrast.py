"""What shows where a control begins and ends stands out from its ground: at least 3:1 (WCAG 2.2, 1.4.11)."""

import re
import tomllib

import pytest


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    dark, bright = sorted(luminance(colour) for colour in (one, other))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_edges_of_controls_stand_out_in_both_themes(root, theme, ground):
    colours = tomllib.loads((root / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][theme]
    sheet = (root / "pages" / "frame" / "contrast.css").read_text("utf-8")
    edges = re.search(r"--control-edge: light-dark\((#\w{6}), (#\w{6})\);", sheet).groups()
    edge = dict(zip(("light", "dark"), edges, strict=True))[theme]
    assert ratio(edge, colours[ground]) >= 3


def test_the_ratio_is_that_of_the_standard():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
