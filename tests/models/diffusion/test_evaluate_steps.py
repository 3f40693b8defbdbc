import json

import pytest

from models.avatars.dataset import sample
from models.classifier.metrics import frechet
from models.classifier.net import load_classifier, probabilities, read
from models.diffusion.evaluate_steps import FILE, SCHEDULERS, STEPS, curve, head
from models.diffusion.net import PIPELINE
from models.weights import shipped


def test_the_curve_was_measured_on_the_shipped_weights_and_falls_with_the_first_steps():
    report = json.loads(FILE.read_text())
    assert report["weights_sha256"] == shipped.verify(PIPELINE), "run python -m models.diffusion.evaluate_steps"
    assert tuple(report["steps"]) == STEPS and {"ddim", "dpm++"} <= set(report["curves"]) <= set(SCHEDULERS)
    for found in report["curves"].values():
        one, two, five, *_ = found["frechet"]
        assert one > two > five
        assert max(found["confidence"]) < report["real_confidence"], "the page says so"


def test_one_step_is_the_same_with_every_scheduler_and_worse_than_two(tmp_path):
    """All go from noise to x̂₀ in one leap."""
    ddim, solver = (curve(name, 4, (1, 2), tmp_path) for name in ("ddim", "dpm++"))
    assert ddim["frechet"][0] == pytest.approx(solver["frechet"][0], rel=2e-3)
    assert ddim["confidence"][0] < ddim["confidence"][1]


def test_the_floor_is_the_distance_of_real_pictures_to_as_many_others():
    pictures = sample()[0]
    features, classifier = read(load_classifier(), pictures[:40])[0], load_classifier()
    found = head(20, (1,))
    assert found["floor"] == pytest.approx(frechet(features[20:], features[:20]), abs=0.1)
    every = probabilities(classifier, pictures[:20]).values()
    assert found["real_confidence"] == pytest.approx(sum(p.max(1).mean() for p in every) / 12, abs=1e-4)
