"""The three families' table: the same measures, and figures of the weights that ship."""

import json

import numpy as np
import pytest
import torch

from models.avatars.tensors import to_uint8
from models.evaluate import __main__ as evaluate
from models.evaluate import families
from models.evaluate.subjects import SUBJECTS
from models.vae.beta import load_beta


@pytest.fixture(scope="module")
def table():
    return json.loads(evaluate.STORE.read_text())["families"]


@pytest.mark.parametrize("name", ["real", "beta", "gan"])
def test_the_figures_are_those_of_the_shipped_weights(table, name):
    assert table[name]["weights"] == SUBJECTS["families"].parts[name].identity, "run python -m models.evaluate --full"


def test_all_were_measured_alike_and_the_gan_is_nearer_to_real_pictures_than_the_beta_vae(table):
    found = {name: part["figures"] for name, part in table.items()}
    assert len({f["pictures"] for f in found.values()}) == 1
    assert found["real"]["frechet"] < found["gan"]["frechet"] < found["beta"]["frechet"]
    assert max(found["beta"]["confidence"], found["gan"]["confidence"]) < found["real"]["confidence"]
    passes = {name: f["passes"] for name, f in found.items() if name != "real"}
    assert passes == {name: families.STEPS + 1 if name == "diffusion" else 1 for name in passes}


def test_pictures_of_the_prior_are_decoded_normal_numbers():
    model = load_beta()[0]
    z = torch.randn(3, 32, generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        expected = to_uint8(model.decode(z * 0.5))
    assert np.array_equal(families.draw_beta(model, 3, temperature=0.5, seed=5), expected)


def test_a_family_against_the_sample_is_measured_with_half_of_it(tmp_path):
    found = families.measure("beta", full=False, keep=tmp_path, count=40)
    assert found["pictures"] == 40 and found["passes"] == 1 and found["frechet"] > 0
    assert {path.name for path in (tmp_path / "beta").iterdir()} == {"0-20.npy", "20-20.npy"}
