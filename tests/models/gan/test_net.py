import torch
from torch.testing import assert_close

from models.gan.net import Critic, Generator, load_gan, save


def small():
    return Generator(widths=(16, 16, 16, 16)).eval()


def test_a_seed_becomes_a_picture_of_64x64():
    assert small()(torch.randn(2, 64)).shape == (2, 3, 64, 64)


def test_the_critic_gives_one_logit_a_picture_also_where_groups_of_four_do_not_fit():
    for n in (1, 3, 4, 6):
        assert Critic(widths=(16, 16, 16, 16))(torch.randn(n, 3, 64, 64)).shape == (n, 1)


def test_full_truncation_gives_everyone_the_mean_face_and_none_changes_nothing():
    generator, w = small(), torch.randn(2, 128)
    generator.w_mean.fill_(0.3)
    mean = generator.synthesize(generator.truncate(w, 0.0))
    assert_close(mean[0], mean[1])
    assert_close(generator.truncate(w, 1.0), w)


def test_one_style_for_all_layers_is_the_same_as_that_style_in_each_and_a_late_one_changes_the_picture():
    generator, w = small(), torch.randn(2, 128)
    each = w[:1, None].repeat(1, 7, 1)
    assert_close(generator.synthesize(w[:1]), generator.synthesize(each))
    each[:, 5:] = w[1]
    assert not torch.allclose(generator.synthesize(w[:1]), generator.synthesize(each))


def test_saved_weights_come_back_to_half_precision(tmp_path):
    generator, critic = Generator(), Critic()
    save(generator, critic, tmp_path)
    again, _ = load_gan(tmp_path)
    w = torch.randn(1, 128)
    assert_close(again.synthesize(w), generator.synthesize(w), atol=0.05, rtol=0.05)
