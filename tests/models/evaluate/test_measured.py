"""What pages read of the families is what the report says, without torch."""

import json
from dataclasses import asdict

from models.evaluate.measured import FILE, families


def test_every_family_has_the_report_s_figures():
    report = json.loads(FILE.read_text(encoding="utf-8"))["families"]
    assert set(families()) == set(report)
    for name, figures in families().items():
        assert asdict(figures).items() <= report[name]["figures"].items()


def test_the_figures_are_read_without_torch(modules_after):
    assert "torch" not in modules_after("import models.evaluate.measured as m; m.families()")
