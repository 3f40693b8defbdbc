"""What the plane of GAN draws is what the steps hold, and its buttons play on where the turns end."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.classifier.kinds import PictureStep
from models.engine.limits import limits
from models.toys import gan
from models.toys.kinds import MOST_GROUPS, GanToy, GanToyStep
from pages.basics.theme import LIGHT
from pages.chapters.gan import film, layers, live_picture, pictures
from pages.chapters.gan import turns as gan_turns
from pages.chapters.gan.controls import GanView
from pages.figures import points
from pages.figures.components.plane import Arrows, Mesh, Points, Surface


@pytest.fixture(scope="module")
def steps():
    return list(gan.train_gan(GanToy(turns="60DG", reports=6)))


@pytest.fixture(scope="module")
def real():
    return points.learned_from(GanToy())


def test_the_layers_are_the_steps_arrays(steps, real):
    found = {type(layer): layer for layer in layers.layers(steps, real)}
    assert_array_equal(found[Surface].frames, [s.surface for s in steps])
    assert_array_equal(found[Mesh].frames, [s.manifold for s in steps])
    assert_array_equal(found[Points].frames, [s.samples for s in steps])  # the last points named are the made ones
    assert_array_equal(found[Arrows].places, [s.samples[: layers.ARROWS] for s in steps])


def test_arrows_point_along_the_pull_and_one_factor_holds_for_the_whole_film(steps):
    times = layers.scale(steps)
    pulls = np.stack([s.pull[: layers.ARROWS] for s in steps]).astype(float)
    moves = np.stack([layers.arrows(s, times) for s in steps])
    length = np.linalg.norm(moves, axis=-1)
    short = length < layers.LONGEST - 1e-6
    assert short.mean() > 0.9 and length.max() <= layers.LONGEST + 1e-6
    assert_allclose(moves[short], times * pulls[short], rtol=1e-5)
    cosine = (moves * pulls).sum(-1) / (length * np.linalg.norm(pulls, axis=-1))
    assert_allclose(cosine, 1, atol=1e-5)


def test_the_map_s_colours_are_centred_on_one_half_and_hold_nearly_all_places(steps, real):
    (surface,) = [layer for layer in layers.layers(steps, real) if isinstance(layer, Surface)]
    assert surface.low + surface.high == pytest.approx(1)
    inside = (surface.frames >= surface.low) & (surface.frames <= surface.high)
    assert inside.mean() >= 0.985


@pytest.mark.parametrize("off", ["surface", "pull", "mesh"])
def test_what_is_switched_off_is_not_sent(steps, real, off):
    kind = {"surface": Surface, "pull": Arrows, "mesh": Mesh}[off]
    assert not [x for x in layers.layers(steps, real, **{off: False}) if isinstance(x, kind)]


def test_reached_is_the_share_of_real_points_with_a_made_one_close_by():
    made, real = np.array([[0.0, 0.0], [5.0, 5.0]]), np.array([[0.05, 0.0], [0.0, 0.2], [5.0, 5.09], [1.0, 1.0]])
    assert layers.reached(made, real) == 0.5


letters = st.sampled_from(["D", "G", "DG", "DGGG"])
groups = st.lists(st.tuples(st.integers(1, 50), letters), min_size=1, max_size=6)


@given(groups, st.sampled_from([("DG", 1), ("DG", 100), ("D", 20), ("G", 20)]))
def test_more_turns_are_the_same_turns_and_then_these(played, more):
    turns = " ".join(f"{n}{x}" for n, x in played)
    longer = gan_turns.extended(turns, *more)
    assert "".join(GanToy(turns=longer).groups()) == "".join(GanToy(turns=turns).groups()) + more[0] * more[1]


def test_the_same_small_step_again_grows_its_group_so_that_addresses_stay_short():
    turns = "1500DG"
    for _ in range(4):
        turns = gan_turns.extended(turns, "DG", 1)
    assert turns == "1500DG 4DG"


def test_what_would_be_too_much_cannot_be_asked_for():
    assert gan_turns.extended("8000D", "G", 1) is None
    assert gan_turns.extended(" ".join(["1D", "1G"] * (MOST_GROUPS // 2)), "D", 20) is None


@given(groups, st.integers(1, 400))
def test_a_stopped_run_is_the_turns_played_by_then(played, count):
    turns = " ".join(f"{n}{x}" for n, x in played)
    order = "".join(GanToy(turns=turns).groups())
    cut = gan_turns.cut(turns, min(count, len(order)))
    assert "".join(GanToy(turns=cut).groups()) == order[:count]


def test_every_learning_rate_on_offer_is_within_the_request_s_limits():
    for name, field in (("g_rate", "generator_rate"), ("d_rate", "critic_rate")):
        bounds = limits(GanToy)[field]
        rates = [float(rate) for rate in limits(GanView)[name].options]
        assert all(bounds.low <= rate <= bounds.high for rate in rates)
        assert getattr(GanToy(), field) == float(getattr(GanView(), name))


def seen(**values):
    """A picture in which the classifier reads these values, and the first of every other attribute."""
    row = np.array([NAMES[a].index(values[a]) if a in values else 0 for a in ATTRIBUTES], np.int64)
    return PictureStep(
        passes=1,
        picture=np.zeros((64, 64, 3), np.uint8),
        latents=np.zeros((7, 128), np.float32),
        read_values=row,
        read_probs=np.ones(12, np.float32),
        critic_logit=-1.5,
        critic_prob=0.07,
    )


def test_what_a_mixed_style_changed_is_named_and_what_a_hat_hides_is_not():
    assert pictures._changed(seen(top="bun"), seen(top="bun")) == "="
    assert pictures._changed(seen(top="bun", mouth="sad"), seen(top="bun", mouth="smile")) == "smile"
    assert pictures._changed(seen(top="bun", hair_color="red"), seen(top="hat", hair_color="blue")) == "hat"
    many = seen(top="bun", mouth="sad", clothes="hoodie", background="navy", beard="beard")
    assert pictures._changed(seen(top="bun"), many).endswith(" +1")


def test_the_critic_s_word_has_a_sign_and_a_share():
    assert pictures.verdict(seen()).startswith("logit −1.50 · preferred in 7")


def fake(number):
    zeros = np.zeros((256, 2), np.float32)
    return GanToyStep(
        passes=1,
        number=number,
        samples=zeros,
        pull=zeros,
        surface=np.full((32, 32), 0.5, np.float32),
        manifold=np.zeros((13, 13, 2), np.float32),
        critic_loss=1.0,
        generator_loss=1.0,
        modes=0,
    )


def test_a_long_film_keeps_its_first_frame_and_all_of_the_newest():
    steps = [fake(n) for n in range(1, 501)]
    numbers = [s.number for s in film.shown(steps)]
    assert len(numbers) == film.OLDER + film.NEWEST
    assert numbers[0] == 1 and numbers[-film.NEWEST :] == list(range(441, 501)) and numbers == sorted(set(numbers))
    assert film.shown(steps[:30]) == steps[:30]


def test_the_live_picture_is_blue_where_made_red_where_real_and_has_the_points_on_it():
    step = fake(1)
    step.surface[:16] = 0.3  # the lower half
    step.surface[16:] = 0.7
    step.samples[:] = [0.9, 0.0]
    picture = live_picture.picture(step, np.array([[-0.9, 0.0]]), 0.2, LIGHT).astype(int)
    upper, lower = picture[60, 240], picture[420, 240]
    assert upper[0] > upper[2] + 40 and lower[2] > lower[0] + 40
    x = round((0.9 + 1.2) * 480 / 2.4)
    assert picture[240, x].tolist() == [0x8A, 0x3F, 0x9C]
