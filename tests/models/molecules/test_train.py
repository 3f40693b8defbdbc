import numpy as np
import pytest

from models.molecules.smiles import ANY, PAD
from models.molecules.train import batches, windows


@pytest.mark.parametrize("module", ["models.molecules.train"])
def test_the_whole_training_runs_small_and_a_second_start_has_nothing_left_to_do(module, train_small):
    assert train_small(module)


def test_batches_are_of_one_length_and_hold_each_molecule_once():
    lengths = np.random.default_rng(0).integers(5, 12, 500)
    ids = (np.arange(60) < lengths[:, None]).astype(np.uint8)
    feed, seen = batches(ids, 100, seed=0), []
    while len(seen) < 500:
        rows = next(feed)
        assert len(set(lengths[rows])) == 1
        seen += list(rows)
    assert sorted(seen) == list(range(500))


def test_windows_are_not_padded_and_tell_the_condition_to_the_share_that_is_told():
    ids = np.full((4000, 60), PAD, np.uint8)
    ids[:, :7] = 20
    made = windows(ids, np.full(4000, 9, np.uint8), np.arange(4000), 0.15, np.random.default_rng(0)).numpy()
    assert made.shape == (4000, 8)
    assert (made[:, 1:] == 20).all()
    assert set(made[:, 0]) == {ANY, 9}
    assert abs((made[:, 0] == ANY).mean() - 0.15) < 0.02  # its standard deviation is 0.006
