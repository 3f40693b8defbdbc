"""Latent space: the page shows the engine's numbers for the faces a link names, and says what to do with bad files."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from models.avatars.attributes import FACE
from models.prepared import prepared
from models.vae.beta import MAP
from models.vae.kinds import Anomaly, Arithmetic, Around, Blur, Change, Clean, Compress, Encode, FromNoise, Walk
from models.vae.measured import FILE
from models.vae.train_beta import Config
from pages.chapters.latent_space import controls, faces, numbers, picture_file, walk
from pages.chapters.latent_space.directions import label
from pages.frame import lesson
from tests.arrays import assert_allclose

ENDS = {"first": "3", "second": "8"}


def tables(app):
    return [t.value.rename(columns=lambda name: name.replace("\\", "")) for t in app.table]


def table(app, column):
    return next(frame for frame in tables(app) if column in frame.columns)


def said(app, words):
    return words(app).replace("\\", "")


def test_the_untouched_page_shows_the_shipped_walk_or_the_same_live(visit, words):
    app = visit("latent-space")
    first = prepared(Walk()).steps[0]
    shown = table(app, "μ, 1st face")
    assert_allclose(shown["μ, 1st face"].astype(float), first.mu, atol=2e-3)
    assert_allclose(shown["σ, 1st face"].astype(float), np.exp(first.logvar / 2), atol=2e-3)
    psnr = 10 * np.log10(255**2 / ((first.recon.astype(float) - first.picture) ** 2).mean())
    assert f"(PSNR {psnr:.1f} dB)" in said(app, words)


def test_a_link_shows_the_numbers_of_the_faces_it_names(visit, ready, words):
    app = visit("latent-space", **ENDS, depth="deep")
    steps = ready.run(Walk(first="sample:3", second="sample:8")).trace().steps
    shown = table(app, "μ, 1st face")
    for name, step in (("1st", steps[0]), ("2nd", steps[1])):
        assert_allclose(shown[f"μ, {name} face"].astype(float), step.mu, atol=1e-3)
        assert_allclose(shown[f"σ, {name} face"].astype(float), np.exp(step.logvar / 2), atol=1e-3)
    x, recon = (p.astype(float) / 127.5 - 1 for p in (steps[0].picture, steps[0].recon))
    weights = np.ones((64, 64, 1))
    weights[FACE] = Config().face_weight
    error = (weights * (x - recon) ** 2).sum() / (2 * Config().sigma ** 2)
    under = [f"{error:.1f}", "1", f"{steps[0].kl:.1f}"]
    assert re.findall(r"\\underset\{\\textcolor\{#\w+\}\{([^{}]*)\}\}", words(app))[:3] == under


def test_the_prediction_is_scored_on_the_page(visit, ready, words):
    a, b = (s.mu for s in walk.ends(ready.run(Walk(first="sample:3", second="sample:8")).trace()))
    start, middle, end = (float(np.linalg.norm(v)) for v in (a, (a + b) / 2, b))
    app = visit("latent-space", **ENDS)
    app.button_group(key="_guess_latent-space").set_value(numbers.answer(start, middle, end))
    app.run()
    assert "**Yes.**" in words(app) and f"Halfway you are {middle:.1f} away" in said(app, words)


def test_the_film_tells_the_lengths_only_once_the_prediction_is_answered():
    trace = prepared(Walk())
    before, after = (walk._lanes(trace, lengths)[1].captions for lengths in (False, True))
    half = trace.steps[0].mu / 2 + trace.steps[1].mu / 2
    assert not [caption for caption in before if "length" in caption]
    assert after[len(after) // 2] == f"length {np.linalg.norm(half):.1f} · {before[len(after) // 2]}"


def test_a_dragged_slider_says_what_the_classifier_gave_before_and_after(visit, ready, words):
    app = visit("latent-space", look="sliders", sunglasses="1.5", **ENDS)
    before, after = ready.run(Change(picture="sample:3", changes=(("glasses/sunglasses", 1.5),))).trace().steps
    text = said(app, words)
    assert "glasses: sunglasses** × +1.5" in text
    assert after.asked_probs[0] > 0.5 > before.asked_probs[0]
    assert f"now {100 * after.asked_probs[0]:.1f}" in text


def test_each_slider_s_direction_was_measured_to_work_and_bad_ones_are_named_as_such(visit, words):
    measured = json.loads(FILE.read_text())["directions"]
    for direction in controls.SLIDERS.values():
        assert max(measured[direction]["shares"]) >= 0.8
    worst = min(measured, key=lambda name: max(measured[name]["shares"]))
    share = max(measured[worst]["shares"])
    assert share < 0.6
    app = visit("latent-space", look="sliders", add=worst, **ENDS)
    assert f"{label(worst)}** brings it in {100 * share:.0f}" in said(app, words)
    good = sum(max(d["shares"]) >= 0.8 for d in measured.values())
    assert f"{good} of {len(measured)} directions reach 80" in said(app, words)


def test_arithmetic_says_its_measured_effect(visit, ready, words):
    app = visit("latent-space", look="sum", plus="top/afro", count="10", **ENDS)
    steps = ready.run(Arithmetic(picture="sample:3", direction="top/afro", count=10)).trace().steps
    kept = int((steps[2].read_values == steps[3].read_values).sum())
    assert f"{kept} of its 12 readings are as before" in said(app, words)


def test_strange_pictures_are_scored_and_noise_lies_above_all_faces(visit, ready, words):
    app = visit("latent-space", look="strange", **ENDS)
    shown = table(app, "score (nats)")
    step = ready.run(Encode(picture="sample:3")).trace().last
    expected = ((step.recon / 127.5 - step.picture / 127.5) ** 2).sum() / (2 * 0.25**2) + step.kl
    assert float(shown["score (nats)"].iloc[0]) == pytest.approx(expected, abs=0.1)
    usual = ready.run(Anomaly()).trace().last
    highest = numbers.score(usual.mse, usual.kl).max()
    assert (shown["score (nats)"].astype(float).iloc[1:3] > highest).all(), "upside down and noise"
    assert "higher than 100" in said(app, words)


def test_bytes_noise_blur_and_faces_from_noise_are_the_engine_s(visit, ready, words):
    sizes = table(visit("latent-space", look="size", **ENDS), "PSNR (dB)")
    steps = ready.run(Compress(picture="sample:3")).trace().steps
    assert sizes["bytes"].astype(int).tolist() == [s.nbytes for s in steps]
    assert_allclose(sizes["PSNR (dB)"].astype(float), [s.psnr for s in steps], atol=0.01)
    cleaned = table(visit("latent-space", look="clean", **ENDS), "VAE (dB)")
    steps = ready.run(Clean(picture="sample:3")).trace().steps
    assert_allclose(cleaned["VAE (dB)"].astype(float), [s.cleaned_psnr for s in steps], atol=0.01)
    text = said(visit("latent-space", look="blur", whose="face", neighbours="5", **ENDS), words)
    step = ready.run(Blur(picture="sample:3", model="face", neighbours=5)).trace().last
    assert f"costs {step.costs.min():.0f} on average, their mean only {step.mean_cost:.0f}" in text
    text = said(visit("latent-space", look="noise", draws_seed="4", **ENDS), words)
    assert f"length {np.linalg.norm(ready.run(FromNoise(seed=4)).trace().steps[7].latents):.1f}" in text


def test_faces_around_the_first_face_are_counted_in_what_they_agree(visit, ready, words):
    text = said(visit("latent-space", look="noise", around="face", times="9", draws_seed="4", **ENDS), words)
    steps = ready.run(Around(picture="sample:3", seed=4, times=9)).trace().steps
    agree = sum(len({int(s.read_values[i]) for s in steps}) == 1 for i in range(12))
    assert f"At 9 σ, all 8 agree in {agree} of 12 readings" in text


@pytest.mark.skipif(not (MAP / "sha256.json").exists(), reason="the map is not trained yet")
def test_the_map_opens(visit, words):
    app = visit("latent-space", look="map", colour="glasses", **ENDS)
    assert not app.exception
    assert "24 × 24 pictures from the decoder" in said(app, words)


def test_a_face_from_noise_walks_too(visit, ready):
    app = visit("latent-space", source="noise", seed="7", second="8")
    face = ready.run(FromNoise(seed=7, count=1)).trace().last.picture
    trace = ready.run(Walk(first=faces.as_text(face), second="sample:8")).trace()
    assert_allclose(trace.steps[0].picture, face, err_msg="64×64 pixels come through unchanged")
    assert_allclose(table(app, "μ, 1st face")["μ, 1st face"].astype(float), trace.steps[0].mu, atol=1e-3)


@pytest.mark.parametrize(
    "parameters", [{"first": "400"}, {"second": "-1"}, {"add": "nose/long"}, {"sunglasses": "nan"}]
)
def test_what_a_link_says_wrong_is_named_and_the_page_still_teaches(visit, parameters):
    app = visit("latent-space", **parameters)
    assert not app.exception
    assert any(next(iter(parameters)) in w.value for w in app.warning)
    assert len(table(app, "μ, 1st face")) == 32


def file(image, kind="PNG", **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def test_an_uploaded_picture_is_encoded(visit, ready):
    app = visit("latent-space", source="yours", second="8")
    data = file(Image.fromarray(np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)))
    app.file_uploader[0].upload("me.png", data, "image/png")
    app.run()
    asked = Walk(first=faces.as_text(picture_file.read_file(data)), second="sample:8")
    expected = ready.run(asked).trace().steps[0]
    assert_allclose(table(app, "μ, 1st face")["μ, 1st face"].astype(float), expected.mu, atol=1e-3)


def test_an_uploaded_picture_is_decoded_once_for_all_runs_of_the_page(visit, ready, monkeypatch):
    decoded = []
    monkeypatch.setattr(faces, "read_file", lambda data: decoded.append(data) or picture_file.read_file(data))
    app = visit("latent-space", source="yours", second="8")
    data = [file(Image.new("RGB", (90, 120), colour)) for colour in ("red", "navy")]
    for picture in data:
        app.file_uploader[0].upload("me.png", picture, "image/png")
        app.run()
        app.run()
    assert decoded == data


def test_a_broken_file_is_said_and_the_sample_picture_stays(visit, ready, words):
    app = visit("latent-space", source="yours", second="8")
    app.file_uploader[0].upload("me.png", b"no picture", "image/png")
    app.run()
    assert not app.exception
    assert "not a complete picture" in words(app)
    first = ready.run(Walk(first="sample:12", second="sample:8")).trace().steps[0]
    assert_allclose(table(app, "μ, 1st face")["μ, 1st face"].astype(float), first.mu, atol=1e-3)


def test_every_experiment_sets_controls_that_exist():
    found = lesson.experiments(lesson.sections("latent-space")["try"], "latent-space")
    assert len(found) == 3
    assert {dict(e.sets)["look"] for e in found} == {"sliders", "sum", "strange"}
