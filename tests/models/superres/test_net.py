import numpy as np
import torch
from torch.testing import assert_close

from models.avatars.dataset import reduce, sample
from models.avatars.tensors import psnr
from models.superres.net import SuperResolution, bicubic, enlarge, load_superres, save, sharpness


def test_an_untrained_network_is_bicubic_enlargement():
    x = torch.randn(2, 3, 16, 16)
    assert_close(SuperResolution()(x), bicubic(x))


def test_16_pixels_become_64():
    small = reduce(sample()[0][:2], 8)
    assert small.shape == (2, 16, 16, 3)
    assert enlarge(None, small).shape == (2, 64, 64, 3)


def test_enlarging_loses_sharpness():
    original = reduce(sample()[0][:8])
    assert sharpness(enlarge(None, reduce(original, 4))) < 0.8 * sharpness(original)


def test_saved_weights_come_back_to_half_precision(tmp_path):
    model = SuperResolution()
    torch.nn.init.normal_(model.last[1].weight, std=0.01)
    save(model, tmp_path)
    small = reduce(sample()[0][:1], 8)
    difference = enlarge(load_superres(tmp_path), small).astype(int) - enlarge(model, small)
    assert np.abs(difference).max() <= 2


def test_the_shipped_weights_beat_bicubic_by_far_and_are_sharper():
    original = reduce(sample()[0][:40])
    small = reduce(original, 4)
    plain, ours = enlarge(None, small), enlarge(load_superres(), small)
    assert psnr(original, ours) > psnr(original, plain) + 5  # 7.8 on 1,000
    assert sharpness(ours) > 1.5 * sharpness(plain)
