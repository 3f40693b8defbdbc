"""The report's parts at the smallest size; what they report is measured by python -m models.evaluate."""

import numpy as np
import pytest

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.classifier.net import read
from models.diffusion import evaluate
from models.diffusion.evaluate_leakage import PROMPTS, leaked, world
from models.diffusion.train import draw


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return evaluate.bench(n=2, big=4, keep=tmp_path_factory.mktemp("keep"))


def test_accuracy_is_the_share_of_named_attributes_that_the_judge_reads_back(bench, monkeypatch):
    monkeypatch.setattr(evaluate, "STEPS", 2)
    found = evaluate.accuracy(bench)
    texts, wanted = zip(*evaluate.prompts(2, seed=7), strict=True)
    _, rows = read(bench.classifier, draw(bench.pipe, list(texts), 2, evaluate.GUIDANCE))
    right = [rows[i, ATTRIBUTES.index(a)] == v for i, named in enumerate(wanted) for a, v in named.items()]
    assert found["mean"] == pytest.approx(np.mean(right)) and found["steps"] == 2


def test_a_pair_counts_only_where_both_of_it_are_read(bench, monkeypatch):
    monkeypatch.setattr(evaluate, "STEPS", 1)
    monkeypatch.setattr(evaluate, "HELD_OUT", evaluate.HELD_OUT[:1])
    hijab, sunglasses = NAMES["top"].index("hijab"), NAMES["glasses"].index("sunglasses")
    rows = np.zeros((2, 12), np.int8)
    rows[:, ATTRIBUTES.index("top")] = hijab
    rows[0, ATTRIBUTES.index("glasses")] = sunglasses  # the second shows the hijab alone
    monkeypatch.setattr(evaluate, "read", lambda classifier, pictures: (None, rows))
    assert evaluate.heldout(bench)["both right"] == {"hijab + sunglasses": 0.5}


def test_a_world_that_leaks_nothing_is_as_far_as_chance_and_one_of_yellow_hats_is_far():
    named = PROMPTS["a person with a yellow hoodie"]
    people = world(named, 100, seed=9)
    honest = leaked(people, named)["hat_color"]
    assert honest["distance"] < 2 * honest["floor"]
    people[:, ATTRIBUTES.index("hat_color")] = NAMES["hat_color"].index("yellow")
    assert leaked(people, named)["hat_color"]["distance"] > 0.7  # 1 − the share that yellow has in the world


def test_what_a_prompt_names_is_no_leak_and_hidden_attributes_do_not_count():
    named = PROMPTS["a person with a red hat"]
    people = world(named, 60, seed=9)
    assert not {"top", "hat_color"} & set(leaked(people, named))
    people[:, ATTRIBUTES.index("top")] = NAMES["top"].index("hijab")  # it covers the clothes
    assert not {"clothes", "cloth_color"} & set(leaked(people, named))
