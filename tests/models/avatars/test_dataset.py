import json
from pathlib import Path

import numpy as np
import pytest

from models.avatars import dataset
from models.avatars.attributes import HELD_OUT, held_out, to_person
from models.weights.download import StoreError
from tests.arrays import assert_array_equal


def test_the_sample_is_small_whole_and_shows_no_held_out_pair():
    pictures, rows, captions = dataset.sample()
    assert pictures.shape == (400, 128, 128, 3) and rows.shape == (400, 12) and len(captions) == 400
    assert (Path(dataset.__file__).parent / "sample.npz").stat().st_size < 5e6
    assert not any(held_out(to_person(row)) for row in rows)


def test_the_sample_is_the_beginning_of_the_test_split():
    assert_array_equal(dataset.sample()[1][:20], dataset.people("test", count=20))


def test_each_held_out_pair_fills_its_part_of_the_pairs_split():
    rows = dataset.people("pairs", count=16)
    assert all(i // 2 in held_out(to_person(row)) for i, row in enumerate(rows))
    assert len(rows) == 2 * len(HELD_OUT)


def test_reducing_takes_the_mean_of_squares():
    pictures = np.zeros((1, 4, 4, 3), np.uint8)
    pictures[0, 0, 0] = 200
    assert_array_equal(dataset.reduce(pictures)[0, :, :, 0], [[50, 0], [0, 0]])


def test_a_renderer_that_draws_otherwise_is_refused_by_hash(monkeypatch, tmp_path):
    monkeypatch.setattr(dataset, "render", lambda rows: np.zeros((len(rows), 4, 4, 3), np.uint8))
    with pytest.raises(SystemExit, match="expected"):
        dataset.make(tmp_path)


def test_the_data_set_that_is_not_there_names_the_command_that_makes_it(monkeypatch, tmp_path):
    monkeypatch.setattr(dataset, "CACHE", tmp_path)
    with pytest.raises(FileNotFoundError, match="python -m models.avatars.dataset"):
        dataset.load("train")


def test_damaged_or_missing_weights_are_one_sentence(tmp_path):
    from models.weights import shipped

    with pytest.raises(StoreError, match="holds no weights"):
        shipped.verify(tmp_path)
    (tmp_path / "a.bin").write_bytes(b"whole")
    shipped.seal(tmp_path)
    assert len(shipped.verify(tmp_path)) == 64
    (tmp_path / "a.bin").write_bytes(b"broken")
    with pytest.raises(StoreError, match="damaged"):
        shipped.verify(tmp_path)
    (tmp_path / "a.bin").unlink()
    with pytest.raises(StoreError, match="missing"):
        shipped.verify(tmp_path)
    assert json.loads((tmp_path / "sha256.json").read_text()).keys() == {"a.bin"}
