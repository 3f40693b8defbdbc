"""What the view of pictures shows is what the run's steps hold."""

import io

import numpy as np
import pytest
from PIL import Image

from models.evaluate.measured import over_training
from models.prepared import prepared
from models.tiny_flow.kinds import TrainFlow
from pages.chapters.training import big_models, drawing
from tests.arrays import assert_array_equal
from tests.opening import open_at
from tests.pages.conftest import loaded


@pytest.mark.parametrize("faces", ["1700", "50"])
def test_the_view_shows_the_shipped_run_or_the_same_live(faces, words):
    loaded("tiny_flow")
    app = open_at("training", {"look": "pictures", "faces": faces, "updates": "50", "amount": "6000"})
    assert not app.exception
    last = prepared(TrainFlow(pictures=int(faces))).last
    column = "error on pictures never seen"
    shown = next(t.value for t in app.table if column in t.value.columns)
    assert float(shown[column].iloc[-1]) == pytest.approx(last.held_out, abs=0.02)
    overfits = "lowest at update" in words(app)
    assert overfits == (faces == "50")


def test_a_sheet_shows_each_picture_in_its_place():
    pictures = np.arange(16, dtype=np.uint8)[:, None, None, None] * np.ones((1, 16, 16, 3), np.uint8)
    sheet = drawing.sheet(pictures)
    assert sheet.shape == (4 * 18 * 5, 4 * 18 * 5, 3)
    centres = sheet[45::90, 45::90, 0]
    assert centres.tolist() == np.arange(16).reshape(4, 4).tolist()
    assert (sheet[0] == 255).all()


@pytest.mark.parametrize("family", ["diffusion", "gan"])
def test_a_frame_of_a_big_model_shows_the_first_four_pictures_of_its_moment(family):
    kept = over_training(family)
    frames = big_models._frames(family)
    assert len(frames) == len(kept.updates)
    for frame, row in zip(frames, kept.rows, strict=True):
        pixels = np.asarray(Image.open(io.BytesIO(frame)))
        assert_array_equal(pixels[:128], row[:, :256])
        assert_array_equal(pixels[128:], row[:, 256:512])
