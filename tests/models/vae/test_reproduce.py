"""The Python to take away from Latent space computes what the page shows, with nothing of this project."""

import numpy as np
import pytest
from PIL import Image

from models import reproduce
from models.shared_engine import engine
from models.vae.beta import WEIGHTS
from models.vae.kinds import Change, Encode, FromNoise, Walk

ROOT = WEIGHTS.parents[3]


def ran(request, folder, monkeypatch):
    monkeypatch.chdir(folder)
    code = reproduce.python(request)
    assert "import models" not in code and "from models" not in code
    names = {}
    exec(code.replace('"models/', f'"{ROOT}/models/'), names)
    return names


def off(path, picture):
    """The largest difference of any number of the two pictures, in levels of 255."""
    return np.abs(np.asarray(Image.open(path)).astype(int) - picture).max()


def test_the_python_of_a_walk_draws_the_page_s_frames(tmp_path, monkeypatch):
    request = Walk(first="sample:3", second="sample:8", frames=3)
    ran(request, tmp_path, monkeypatch)
    steps = engine().run(request).trace().steps
    for i in range(3):
        assert off(tmp_path / f"line-{i:02}.png", steps[5 + i].picture) <= 1
        assert off(tmp_path / f"arc-{i:02}.png", steps[8 + i].picture) <= 1


@pytest.mark.parametrize("more", ["top/afro", "top/bald"])  # the second is what the face shows already
def test_the_python_of_added_directions_draws_the_page_s_face(more, tmp_path, monkeypatch):
    request = Change(picture="sample:3", changes=(("glasses/sunglasses", 1.5), (more, -0.5)))
    ran(request, tmp_path, monkeypatch)
    assert off(tmp_path / "changed.png", engine().run(request).trace().last.picture) <= 1


def test_the_python_of_faces_from_noise_draws_the_page_s_faces(tmp_path, monkeypatch):
    request = FromNoise(seed=5, count=2, scale=0.7)
    ran(request, tmp_path, monkeypatch)
    for i, step in enumerate(engine().run(request).trace().steps):
        assert off(tmp_path / f"face-{i}.png", step.picture) <= 1


@pytest.mark.parametrize("model", ["face", "map"])
def test_the_python_of_an_encoded_face_decodes_it(model, tmp_path, monkeypatch):
    request = Encode(picture="sample:3", model=model)
    ran(request, tmp_path, monkeypatch)
    assert off(tmp_path / "decoded.png", engine().run(request).trace().last.recon) <= 1
