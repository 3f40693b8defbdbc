"""Every number of the latent space chapter, against plain torch functions that read the weights' file themselves."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from models.avatars.attributes import ATTRIBUTES, NAMES, labels
from models.avatars.dataset import reduce, sample
from models.classifier.net import load_classifier, probabilities
from models.engine.asking import steps_of
from models.engine.errors import InvalidRequest
from models.vae.kinds import (
    DIRECTIONS,
    Anomaly,
    Arithmetic,
    Around,
    Blur,
    Change,
    Clean,
    Compress,
    Encode,
    FromNoise,
    LatentMap,
    Walk,
)
from models.workers import pictures
from tests.arrays import assert_allclose, assert_array_equal

WEIGHTS = Path(__file__).parents[3] / "models" / "vae" / "weights"
SMALL = reduce(sample()[0])
TRAINED = pytest.mark.skipif(not (WEIGHTS / "map" / "sha256.json").exists(), reason="the map is not trained yet")
LEVEL = 1  # of 255: sums in another order may round a pixel the other way


@pytest.fixture(scope="module")
def vae(plain):
    return plain()


@pytest.fixture(scope="module")
def model():
    return pictures.load(lambda template, **values: None)


@pytest.fixture(scope="module")
def classifier():
    return load_classifier()


def steps(model, request):
    return list(steps_of(pictures, model, request))


def same_picture(one, other):
    assert np.abs(one.astype(int) - other).max() <= LEVEL


def decibels(a, b):
    return 10 * np.log10(255**2 / ((a.astype(float) - b) ** 2).mean())


def test_a_walk_holds_both_faces_and_the_frames_of_three_ways(model, vae):
    found = steps(model, Walk(first="sample:12", second="sample:5", frames=5))
    ends, frames = found[:2], found[2:]
    (a, a_logvar), (b, _) = vae.encode(SMALL[12]), vae.encode(SMALL[5])
    assert_allclose(ends[0].mu, a, atol=1e-4)
    assert_allclose(ends[0].logvar, a_logvar, atol=1e-4)
    kl = sum((m * m + np.exp(v) - 1 - v) / 2 for m, v in zip(a.tolist(), a_logvar.tolist(), strict=True))
    assert ends[0].kl == pytest.approx(kl, rel=1e-4)
    assert ends[0].mse == pytest.approx(((vae.decode(a).astype(float) - SMALL[12]) ** 2).mean(), rel=0.01)
    angle = np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    for i, t in enumerate((0.0, 0.25, 0.5, 0.75, 1.0)):
        mixed = (1 - t) * SMALL[12] + t * SMALL[5].astype(float)
        assert np.abs(frames[i].picture - mixed).max() <= 0.5
        same_picture(frames[5 + i].picture, vae.decode((1 - t) * a + t * b))
        arc = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
        assert_allclose(frames[10 + i].latents, arc, atol=1e-3)
        same_picture(frames[10 + i].picture, vae.decode(arc))


def test_changes_add_their_directions_and_the_classifier_reads_before_and_after(model, vae, classifier):
    asked = (("glasses/sunglasses", 1.5), ("beard/beard", -0.5))
    before, after = steps(model, Change(picture="sample:11", changes=asked))
    means = load_file(WEIGHTS / "beta" / "means.safetensors")
    z = vae.encode(SMALL[11])[0]
    same_picture(before.picture, vae.decode(z))
    now = {a: NAMES[a][probabilities(classifier, before.picture[None])[a][0].argmax()] for a in ("glasses", "beard")}
    z = z + 1.5 * (means["glasses/sunglasses"] - means[f"glasses/{now['glasses']}"])
    z = z - 0.5 * (means["beard/beard"] - means[f"beard/{now['beard']}"])
    assert_allclose(after.latents, z, atol=1e-3)
    same_picture(after.picture, vae.decode(z))
    for step in (before, after):
        probs = probabilities(classifier, step.picture[None])
        expected = [
            probs["glasses"][0, NAMES["glasses"].index("sunglasses")],
            probs["beard"][0, NAMES["beard"].index("beard")],
        ]
        assert_allclose(step.asked_probs, expected, atol=1e-5)


def test_what_a_face_shows_already_leads_away_from_all_others(model, vae, classifier):
    glasses = labels(sample()[1])[:, ATTRIBUTES.index("glasses")].tolist()
    number = glasses.index(NAMES["glasses"].index("sunglasses"))
    _, after = steps(model, Change(picture=f"sample:{number}", changes=(("glasses/sunglasses", -1.0),)))
    means = load_file(WEIGHTS / "beta" / "means.safetensors")
    others = np.mean([means[f"glasses/{name}"] for name in NAMES["glasses"] if name != "sunglasses"], axis=0)
    z = vae.encode(SMALL[number])[0] - (means["glasses/sunglasses"] - others)
    assert_allclose(after.latents, z, atol=1e-3)
    same_picture(after.picture, vae.decode(z))


@pytest.mark.parametrize(
    ("direction", "count", "same"), [("glasses/sunglasses", 3, False), ("top/turban", 40, False), ("top/bald", 9, True)]
)
def test_arithmetic_is_the_mean_with_minus_the_mean_of_what_the_face_shows_plus_the_face(
    model, vae, classifier, direction, count, same
):
    attribute, value = direction.split("/")
    seen = labels(sample()[1])[:, ATTRIBUTES.index(attribute)]
    j = NAMES[attribute].index(value)
    shows = [i for i in range(400) if seen[i] == j][:count]
    now = int(probabilities(classifier, vae.decode(vae.encode(SMALL[3])[0])[None])[attribute][0].argmax())
    assert (now == j) is same
    others = [i for i in range(400) if (seen[i] not in (j, -1) if same else seen[i] == now)][:count]
    has, lacks, face, total = steps(model, Arithmetic(picture="sample:3", direction=direction, count=count, amount=2))
    assert (has.count, lacks.count) == (len(shows), len(others))
    means = [np.mean([vae.encode(SMALL[i])[0] for i in some], axis=0) for some in (shows, others)]
    assert_allclose(has.latents, means[0], atol=1e-3)
    assert_allclose(lacks.latents, means[1], atol=1e-3)
    same_picture(total.picture, vae.decode(vae.encode(SMALL[3])[0] + 2 * (means[0] - means[1])))
    same_picture(face.picture, vae.decode(vae.encode(SMALL[3])[0]))


def test_faces_from_noise_are_decoded_from_the_bell_curve_s_numbers(model, vae):
    found = steps(model, FromNoise(seed=3, count=4, scale=0.5))
    wide = steps(model, FromNoise(seed=3, count=4, scale=1.0))
    assert len(found) == 4
    for step, other in zip(found, wide, strict=True):
        same_picture(step.picture, vae.decode(step.latents))
        assert_allclose(2 * step.latents, other.latents, rtol=1e-5)
    spread = np.concatenate([s.latents for s in steps(model, FromNoise(seed=1, count=16))])
    assert abs(spread.mean()) < 0.15 and 0.85 < spread.std() < 1.15


def test_places_around_a_face_are_mu_and_so_many_sigma_times_the_same_numbers(model, vae):
    mu, logvar = vae.encode(SMALL[3])
    near, far, none = (steps(model, Around(picture="sample:3", seed=3, count=3, times=k)) for k in (1, 10, 0))
    bell = steps(model, FromNoise(seed=3, count=3))
    for one, ten, epsilon, zero in zip(near, far, bell, none, strict=True):
        assert_allclose(one.latents, mu + np.exp(logvar / 2) * epsilon.latents, atol=1e-4)
        assert_allclose(ten.latents, mu + 10 * np.exp(logvar / 2) * epsilon.latents, atol=1e-3)
        same_picture(ten.picture, vae.decode(ten.latents))
        assert_allclose(zero.latents, mu, atol=1e-4)


def test_the_usual_scores_are_those_of_single_pictures_and_noise_lies_far_outside(model, vae):
    (usual,) = steps(model, Anomaly())
    assert usual.mse.shape == usual.kl.shape == (400,)
    for i in (0, 7, 399):
        mu, logvar = vae.encode(SMALL[i])
        assert usual.mse[i] == pytest.approx(((vae.decode(mu).astype(float) - SMALL[i]) ** 2).mean(), rel=0.01)
        assert usual.kl[i] == pytest.approx(0.5 * (mu**2 + np.exp(logvar) - 1 - logvar).sum(), rel=1e-3)
    file = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (128, 128, 3), np.uint8)
    Image.fromarray(noise).save(file, "PNG")
    (strange,) = steps(model, Encode(picture="png:" + base64.b64encode(file.getvalue()).decode()))
    assert strange.mse > 3 * usual.mse.max()


def test_bytes_are_counted_and_errors_measured_as_anybody_would(model, vae):
    picture = sample()[0][12]
    found = steps(model, Compress(picture="sample:12"))
    for step in found:
        assert step.psnr == pytest.approx(decibels(step.picture, picture), abs=0.01)
        if step.method == "jpeg":
            file = io.BytesIO()
            Image.fromarray(picture).save(file, "JPEG", quality=step.setting, optimize=True)
            assert step.nbytes == file.getbuffer().nbytes
            assert file.getvalue()[: step.header].count(b"\xff\xda") == 1 and step.header < step.nbytes
        else:
            assert step.nbytes == (1024 if step.method == "codec" else 32) * step.setting // 8
    face = {s.setting: s for s in found if s.method == "face"}
    mu = vae.encode(SMALL[12])[0]
    for bits in (1, 4, 8):
        edges = np.linspace(-4, 4, 2**bits + 1)
        place = np.clip(np.searchsorted(edges, np.clip(mu, -4, 4), side="right") - 1, 0, 2**bits - 1)
        stored = (edges[place] + edges[place + 1]) / 2
        large = np.asarray(Image.fromarray(vae.decode(stored)).resize((128, 128), Image.Resampling.BICUBIC))
        assert np.abs(face[bits].picture.astype(int) - large).max() <= 2


def test_noise_is_the_same_in_every_frame_and_what_comes_back_is_measured(model, vae):
    found = steps(model, Clean(picture="sample:12", frames=5, seed=2))
    assert [s.sigma for s in found] == [0, 32, 64, 96, 128]
    assert_array_equal(found[0].noisy, SMALL[12])
    grey = (SMALL[12] > 60) & (SMALL[12] < 195)
    one, two = ((s.noisy.astype(float) - SMALL[12])[grey] for s in found[1:3])
    inside = np.abs(two) < 55
    assert_allclose(two[inside], 2 * one[inside], atol=1.6)
    for step in found:
        same_picture(step.cleaned, vae.decode(vae.encode(step.noisy)[0]))
        for name in ("cleaned", "smoothed"):
            assert getattr(step, f"{name}_psnr") == pytest.approx(decibels(getattr(step, name), SMALL[12]), abs=0.01)
    inner = found[2].noisy.astype(float)[9:12, 19:22].mean((0, 1))
    assert_allclose(found[2].smoothed[10, 20], inner, atol=0.51)
    assert found[2].cleaned_psnr > found[2].noisy_psnr + 5


@pytest.mark.parametrize("name", ["face", pytest.param("map", marks=TRAINED)])
def test_neighbours_are_the_nearest_others_and_nothing_costs_less_than_their_mean(model, plain, name):
    vae = plain("beta" if name == "face" else "map")
    (step,) = steps(model, Blur(picture="sample:12", model=name, neighbours=6))
    mu = np.stack([vae.encode(p)[0] for p in SMALL])
    distance = np.linalg.norm(mu - mu[12], axis=1)
    order = [i for i in np.argsort(distance) if i != 12][:6]
    assert step.numbers.tolist() == order
    assert_allclose(step.distances, distance[order], rtol=1e-3)
    near = SMALL[order].astype(float)
    costs = [((near - guess) ** 2).mean() for guess in near]
    assert_allclose(step.costs, costs, rtol=1e-4)
    assert step.mean_cost == pytest.approx(((near - np.rint(near.mean(0))) ** 2).mean(), rel=1e-3)
    assert step.mean_cost < min(costs)
    assert step.sharpness[2] < step.sharpness[0]


@TRAINED
def test_the_map_s_frames_are_the_decoder_s_own(model, plain):
    vae = plain("map")
    (step,) = steps(model, LatentMap(side=4))
    pixels = np.asarray(Image.open(io.BytesIO(step.sheet.tobytes())))
    assert pixels.shape == (256, 256, 3)
    assert_allclose(step.mu[:5], [vae.encode(p)[0] for p in SMALL[:5]], atol=0.01)
    for row in range(4):
        for column in range(4):
            shown = pixels[64 * (3 - row) : 64 * (4 - row), 64 * column : 64 * column + 64]
            drawn = vae.decode([step.grid[0, column], step.grid[1, row]])
            assert decibels(shown, drawn) > 30, "WebP keeps it"
            other = vae.decode([step.grid[0, 3 - column], step.grid[1, 3 - row]])
            assert decibels(shown, drawn) > decibels(shown, other)


@pytest.mark.parametrize(
    "fields",
    [
        {"changes": (("glasses/monocle", 1.0),)},
        {"changes": (("beard/beard", 9.0),)},
        {"changes": (("beard/beard", float("nan")),)},
        {"changes": tuple((d, 0.1) for d in DIRECTIONS[:7])},
        {"picture": "sample:400"},
        {"picture": "png:AAAA"},
    ],
)
def test_changes_outside_the_limits_are_refused_in_a_sentence(fields):
    with pytest.raises(InvalidRequest):
        Change(**fields)
