"""What pages read of the families is what the report says, without torch."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from PIL import Image

from models.evaluate.measured import FILE, families, over_training


def test_every_family_has_the_report_s_figures():
    report = json.loads(FILE.read_text(encoding="utf-8"))["families"]
    assert set(families()) == set(report)
    for name, figures in families().items():
        assert asdict(figures).items() <= report[name]["figures"].items()


def test_the_figures_are_read_without_torch(modules_after):
    assert "torch" not in modules_after("import models.evaluate.measured as m; m.families()")


@pytest.mark.parametrize("family", ["diffusion", "gan"])
def test_the_pictures_over_a_training_are_the_rows_of_its_sheet_at_the_updates_of_its_recipe(family, root):
    kept = over_training(family)
    sheet = np.asarray(Image.open(root / "models" / family / "sheets" / "over-training.png").convert("RGB"))
    assert np.array_equal(kept.rows.reshape(sheet.shape), sheet)
    recipe = (root / "models" / family / "recipe.md").read_text(encoding="utf-8").replace("\n", " ")
    *first, last = [f"{n:,}" for n in kept.updates]
    assert f"{', '.join(first)} and {last} steps" in recipe
    assert f"of {kept.batch}" in recipe
