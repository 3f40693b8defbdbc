"""What pages read of the quality by steps is what the file says, without torch."""

import json

from models.diffusion.measured import FILE, quality_by_steps


def test_every_curve_has_a_figure_for_every_number_of_steps():
    report, measured = json.loads(FILE.read_text(encoding="utf-8")), quality_by_steps()
    assert list(measured.steps) == report["steps"] and set(measured.curves) == set(report["curves"])
    for scheduler, curve in measured.curves.items():
        for name, figures in report["curves"][scheduler].items():
            assert list(getattr(curve, name)) == figures and len(figures) == len(measured.steps)


def test_the_figures_are_read_without_torch(modules_after):
    assert "torch" not in modules_after("import models.diffusion.measured as m; m.quality_by_steps()")
