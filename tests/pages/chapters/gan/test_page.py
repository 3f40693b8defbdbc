"""GAN: the page shows the engine's game, links play it, collapse and cure are what their buttons say."""

import pytest

from models.engine.errors import InvalidRequest
from models.gan.kinds import Gan
from models.gan.net import WEIGHTS
from models.prepared import prepared
from models.superres.kinds import Enlarge
from models.toys.kinds import GanToy
from pages.chapters.gan import layers
from pages.chapters.gan import turns as gan_turns
from pages.figures import points
from pages.frame import lesson
from tests.arrays import assert_allclose

TRAINED = (WEIGHTS / "sha256.json").exists()
SHORT = {"turns": "20DG"}


def table(app, column="critic's loss (nats)"):
    frames = [t.value.rename(columns=lambda name: name.replace("\\", "")) for t in app.table]
    return next(frame for frame in frames if column in frame.columns)


def press(app, label):
    next(b for b in app.button if b.label == label).click()
    return app.run()


def spots(app):
    return int(table(app)["spots reached, of 8"].iloc[-1])


def test_the_untouched_page_shows_the_shipped_game_or_the_same_live(visit, words):
    app = visit("gan")
    shown, shipped = table(app), prepared(GanToy()).steps
    assert shown["turn"].astype(int).tolist() == [s.number for s in shipped]
    assert spots(app) >= 7
    assert "After 1,500 rounds" in words(app)


@pytest.mark.parametrize("fields", [{}, {"shape": "ring", "noise": "line"}, {"seed": 7, "r1_weight": 1.0}])
def test_a_link_shows_the_losses_and_the_reach_of_the_run_it_names(visit, ready, fields):
    trace = ready.run(GanToy(turns="20DG", **fields)).trace()
    names = {"r1_weight": "r1"}
    shown = table(visit("gan", **SHORT, **{names.get(n, n): str(v) for n, v in fields.items()}))
    assert_allclose(shown["critic's loss (nats)"].astype(float), [s.critic_loss for s in trace.steps], atol=1e-4)
    assert_allclose(
        shown["generator's loss (nats)"].astype(float),
        [s.generator_loss for s in trace.steps],
        atol=1e-4,
        unmeasured=True,
    )
    real = points.learned_from(trace.request)
    reached = [100 * layers.reached(s.samples, real) for s in trace.steps]
    assert_allclose(shown["real points reached (%)"].astype(float), reached, atol=0.06)


def test_collapse_and_cure_are_what_their_buttons_say(visit):
    app = press(visit("gan", **SHORT), "Collapse")
    assert spots(app) <= 2
    app = press(app, "Fix the collapse")
    assert spots(app) >= 7
    assert gan_turns.COLLAPSE | {"d_rate": "0.01"} == gan_turns.CURE, "one thing differs"


@pytest.mark.parametrize(
    ("label", "turns"),
    [("One round", "20DG 1DG"), ("Critic only", "20DG 20D"), ("Generator only", "20DG 20G"), ("From the start", "1DG")],
)
def test_a_button_plays_the_turns_it_names_and_the_address_says_so(visit, ready, label, turns):
    app = press(visit("gan", **SHORT), label)
    assert not app.exception
    assert app.query_params["turns"] in (turns, [turns])
    trace = ready.run(GanToy(turns=turns)).trace()
    assert table(app)["turn"].astype(int).tolist() == [s.number for s in trace.steps]
    assert float(table(app)["critic's loss (nats)"].iloc[-1]) == pytest.approx(trace.last.critic_loss, abs=1e-4)


def test_fixed_turns_are_changed_by_no_button(visit):
    app = visit("gan", lock="turns", **SHORT)
    labels = (
        "One round",
        "100 rounds",
        "Critic only",
        "Generator only",
        "From the start",
        "Collapse",
        "Fix the collapse",
    )
    assert all(b.disabled for b in app.button if b.label in labels)
    assert len([b for b in app.button if b.label in labels]) == len(labels)


def test_the_prediction_is_answered_by_a_run_of_its_own(visit, words):
    app = visit("gan", **SHORT)
    app.button_group(key="_guess_gan").set_value("few")
    app.run()
    said = words(app)
    assert "**Yes\\.**" in said or "**Yes.**" in said
    assert "less than a third" in said


@pytest.mark.parametrize("turns", ["", "9000D", "12Q", "DG " * 50, "1e9DG"])
def test_turns_that_cannot_be_played_are_named_and_the_page_still_teaches(visit, words, turns):
    app = visit("gan", turns=turns)
    assert not app.exception
    assert any("turns" in w.value.lower() or "turn" in w.value.lower() for w in app.warning)
    assert [s.value for s in app.header if s.value == "Try it"]


@pytest.mark.parametrize("turns", ["20G", "20D", "1DG"])
def test_a_player_who_never_moved_has_no_loss_and_the_page_says_so(visit, words, turns):
    app = visit("gan", turns=turns, depth="deep")
    assert not app.exception
    said = words(app)
    assert "nan" not in said.lower()
    assert ("= –\n$$" in said) == (turns != "1DG")


def test_points_drawn_by_hand_are_what_is_learned(visit, ready):
    app = visit("gan", points="50,50 50,45", **SHORT)
    trace = ready.run(GanToy(turns="20DG", drawn=((0.5, 0.5), (0.5, 0.45)))).trace()
    assert float(table(app)["critic's loss (nats)"].iloc[-1]) == pytest.approx(trace.last.critic_loss, abs=1e-4)
    assert any(b.label == "Back to the shape" for b in app.button)


def test_every_experiment_can_be_played():
    for experiment in lesson.experiments(lesson.sections("gan")["try"], "gan"):
        sets = dict(experiment.sets)
        request = GanToy(
            turns=sets["turns"],
            r1_weight=sets["r1"],
            generator_rate=float(sets["g_rate"]),
            critic_rate=float(sets["d_rate"]),
            noise=sets.get("noise", "gaussian"),
        )
        assert request.groups()
    with pytest.raises(InvalidRequest):
        GanToy(turns="12Q")


@pytest.mark.parametrize("look", ["faces", "walk", "truncation", "mix"])
def test_pictures_come_or_a_sentence_says_that_their_weights_are_missing(visit, words, look):
    app = visit("gan", look=look, **SHORT)
    assert not app.exception
    missing = "weights of the picture GAN are not here yet" in words(app).replace("\\", "")
    assert missing != TRAINED


@pytest.mark.skipif(not TRAINED, reason="the weights of the picture GAN are not trained yet")
def test_under_each_face_stand_the_critic_s_logit_and_preference(visit, ready, words):
    said = words(visit("gan", face="5", psi="1.0", **SHORT)).replace("\\", "")
    for seed in (5, 16):
        step = ready.run(Gan(seed=seed, truncation_psi=1.0)).trace().last
        logit = f"{step.critic_logit:+.2f}".replace("-", "−")
        assert f"logit {logit} · preferred {100 * step.critic_prob:.0f}" in said


def test_enlarging_says_the_decibels_of_both(visit, ready, words):
    step = ready.run(Enlarge(picture="sample:3")).trace().last
    said = words(visit("gan", look="enlarge", picture="3", **SHORT)).replace("\\", "")
    assert f"{step.bicubic_psnr:.1f} dB" in said and f"{step.enlarged_psnr:.1f} dB" in said
    assert step.enlarged_psnr > step.bicubic_psnr
