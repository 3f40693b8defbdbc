"""The Python to take away from Latent space computes what the page shows, with nothing of this project."""

import io

import numpy as np
import pytest
from PIL import Image

from models.avatars.attributes import ATTRIBUTES, NAMES
from models.vae.kinds import (
    Anomaly,
    Arithmetic,
    Around,
    Blur,
    Change,
    Clean,
    CompareBetas,
    Compress,
    Encode,
    FromNoise,
    Interpolate,
    LatentMap,
    OpenFace,
    VaeSamples,
    Walk,
)
from tests.arrays import assert_allclose


def about(value, digits):
    """As printed with so many digits, where the last one may be rounded otherwise."""
    return pytest.approx(value, abs=1.1 * 10.0**-digits)


def psnr(step):
    return 10 * np.log10(255**2 / max(step.mse, 1e-3))


@pytest.mark.parametrize("second", ["sample:8", "sample:3"])  # the second is the first face itself: no arc
def test_the_python_of_a_walk_draws_the_page_s_frames(second, app, script):
    request = Walk(first="sample:3", second=second, frames=3)
    steps, done = app(request), script(request)
    shown = [line for line in done.lines if "of the way" in line]
    ends = [done.numbers(i) for i, line in enumerate(done.lines) if "face:" in line]
    assert ends == [[about(psnr(step), 1), about(step.kl, 1)] for step in steps[:2]]
    frames = [f"{name}-{i:02}" for name in ("over", "line", "arc") for i in range(3)]
    for name, step in zip(frames, steps[2:], strict=True):
        assert done.off(f"{name}.png", step.picture) <= 1
        kind, number = name.split("-")
        place = done.lines.index(next(s for s in shown if s.startswith(f"{50 * int(number)}% of the way, {kind}:")))
        assert done.numbers(place)[1] == about(np.linalg.norm(step.latents), 1) and done.says(place, step)


@pytest.mark.parametrize("more", ["top/afro", "top/bald"])  # the second is what the face shows already
def test_the_python_of_added_directions_draws_the_page_s_face(more, app, script):
    request = Change(picture="sample:3", changes=(("glasses/sunglasses", 1.5), (more, -0.5)))
    (before, after), done = app(request), script(request)
    assert done.off("decoded.png", before.picture) <= 1 and done.off("changed.png", after.picture) <= 1
    assert done.says(0, before) and done.says(1, after)
    for place, p, q in zip((2, 3), before.asked_probs, after.asked_probs, strict=True):
        assert done.numbers(place)[-2:] == [about(100 * p, 1), about(100 * q, 1)]


def test_the_python_of_faces_from_noise_draws_the_page_s_faces(app, script):
    request = FromNoise(seed=5, count=2, scale=0.7)
    steps, done = app(request), script(request)
    for i, step in enumerate(steps):
        assert done.off(f"face-{i}.png", step.picture) <= 1 and done.says(i, step)
        assert done.numbers(i)[1] == about(np.linalg.norm(step.latents), 1)


def test_the_python_of_places_around_a_face_draws_the_page_s_faces(app, script, png):
    request = Around(picture=png, seed=5, count=3, times=4)
    steps, done = app(request), script(request)
    for i, step in enumerate(steps):
        assert done.off(f"face-{i}.png", step.picture) <= 1 and done.says(i, step)
        assert done.numbers(i)[1] == about(np.linalg.norm(step.latents), 1)
    readings = np.stack([step.read_values for step in steps])
    assert done.numbers(-1)[0] == (readings == readings[0]).all(0).sum()


def test_the_python_of_the_prior_draws_the_page_s_faces(app, script):
    request = VaeSamples(seed=2**31 - 1, count=2, temperature=0.8)
    steps, done = app(request), script(request)
    for place, (seed, step) in enumerate(zip((2**31 - 1, 0), steps, strict=True)):
        assert done.off(f"picture-{seed}.png", step.picture) <= 1 and done.says(place, step)


@pytest.mark.parametrize(
    "fields",
    [
        {"model": "face", "picture": "sample:3"},
        {"model": "map", "picture": "sample:3"},
        {"model": "codec", "picture": "png"},
        {"model": "face", "picture": "png", "direction": "glasses/sunglasses", "amount": 1.5},
    ],
    ids=["face", "map", "codec", "direction"],
)
def test_the_python_of_an_encoded_face_decodes_it(fields, app, script, png):
    request = Encode(**{**fields, "picture": png if fields["picture"] == "png" else fields["picture"]})
    (first, *added), done = app(request), script(request)
    assert done.off("decoded.png", first.recon) <= 1
    [place] = [i for i, line in enumerate(done.lines) if line.startswith("error ")]
    error, _squared_levels_of, kl = done.numbers(place)
    assert error == about(first.mse, 1) and kl == about(first.kl, 1)
    if first.mu.ndim == 1:  # the codec's 1,024 are printed in part
        printed = [float(word) for line in done.lines[1:place] for word in line.strip("[ ]").split() if "s" not in word]
        assert_allclose(printed, [*first.mu, *np.exp(first.logvar / 2)], atol=2e-4)
    for step in added:
        assert done.off("changed.png", step.picture) <= 1 and done.says(-1, step)


@pytest.mark.parametrize("model", ["face", "codec"])
@pytest.mark.parametrize("path", ["linear", "spherical"])
def test_the_python_of_a_path_between_two_pictures_draws_it(model, path, app, script, png):
    request = Interpolate(first="sample:3", second=png, model=model, path=path, frames=3)
    steps, done = app(request), script(request)
    for i, step in enumerate(steps):
        assert done.off(f"frame-{i:02}.png", step.picture) <= 1 and done.says(i, step)
        assert done.numbers(i)[1] == about(np.linalg.norm(step.latents), 1)


@pytest.mark.parametrize(
    ("direction", "count"),
    [
        ("glasses/sunglasses", 20),
        ("glasses/no glasses", 5),  # what the face shows already
        ("hair_color/pink", 40),
        ("hat_color/red", 3),
        ("eyes/wink", 5),
        ("cloth_color/green", 5),
    ],
)
def test_the_python_of_arithmetic_adds_the_page_s_faces(direction, count, app, script):
    request = Arithmetic(picture="sample:3", direction=direction, count=count, amount=1.3)
    steps, done = app(request), script(request)
    assert done.numbers(0) == [steps[0].count, steps[1].count]
    for place, (name, step) in enumerate(zip(("with", "without", "face", "sum"), steps, strict=True), 1):
        assert done.off(f"{name}.png", step.picture) <= 1 and done.says(place, step)
        assert done.numbers(place)[0] == about(100 * step.asked_probs[0], 1)


def test_the_python_of_strange_pictures_gives_the_page_s_errors(app, script):
    [step], done = app(Anomaly()), script(Anomaly())
    found = np.array([done.numbers(i) for i in range(len(done.lines))])
    assert_allclose(found[:, 0], np.arange(400))
    assert_allclose(found[:, 1], step.mse, atol=0.11)
    assert_allclose(found[:, 3], step.kl, atol=0.06)
    score = step.mse * 64 * 64 * 3 * (2 / 255) ** 2 / (2 * 0.25**2) + step.kl  # pixels from -1 to 1, of deviation 0.25
    assert_allclose(found[:, 4], score, atol=0.2)


@pytest.mark.parametrize("kind", ["sample", "png"])
def test_the_python_of_stored_pictures_counts_the_page_s_bytes(kind, app, script, png):
    request = Compress(picture="sample:3" if kind == "sample" else png)
    steps, done = app(request), script(request)
    for place, step in enumerate(steps):
        assert done.lines[place].startswith(f"{step.method} {step.setting}: {step.nbytes} bytes")
        assert done.numbers(place)[-1] == about(step.psnr, 2)
        if step.method != "jpeg":
            assert done.off(f"{step.method}-{step.setting}.png", step.picture) <= 1
        else:
            assert done.numbers(place)[2] == step.header


def test_the_python_of_noise_taken_away_gives_the_page_s_errors(app, script):
    request = Clean(picture="sample:3", frames=3, seed=4)
    steps, done = app(request), script(request)
    for place, step in enumerate(steps):
        sigma, *found = done.numbers(place)
        assert sigma == about(step.sigma, 1)
        assert found == [about(v, 2) for v in (step.noisy_psnr, step.cleaned_psnr, step.smoothed_psnr)]
        for name in ("noisy", "cleaned", "smoothed"):
            assert done.off(f"{name}-{place:02}.png", getattr(step, name)) <= 1


@pytest.mark.parametrize(("model", "kind"), [("map", "sample"), ("face", "png")])
def test_the_python_of_blur_finds_the_page_s_neighbours(model, kind, app, script, png):
    request = Blur(picture="sample:3" if kind == "sample" else png, model=model, neighbours=3)
    [step], done = app(request), script(request)
    for place, row in enumerate(zip(step.numbers, step.distances, step.costs, strict=True)):
        number, distance, cost = done.numbers(place)
        assert (number, distance, cost) == (row[0], about(row[1], 2), about(row[2], 0))
    assert done.numbers(3)[0] == about(step.mean_cost, 0)
    for place, (name, edges) in enumerate(zip(("picture", "decoded", "mean"), step.sharpness, strict=True), 4):
        assert done.numbers(place) == [about(edges, 1)]
        assert done.off(f"{name}.png", {"picture": step.picture, "decoded": step.recon, "mean": step.mean}[name]) <= 1


def test_the_python_of_the_map_draws_the_page_s(app, script):
    [step], done = app(LatentMap(side=3)), script(LatentMap(side=3))
    sheet = np.asarray(Image.open(io.BytesIO(step.sheet.tobytes())))
    assert np.abs(done.picture("map.webp").astype(int) - sheet).mean() < 1
    assert len(done.lines) == 9
    for place, (row, column) in enumerate(np.ndindex(3, 3)):
        x, y = done.numbers(place)[:2]
        assert (x, y) == (about(step.grid[0, column], 4), about(step.grid[1, row], 4))
        read = [NAMES[a][i] for a, i in zip(ATTRIBUTES, step.read_values[row, column], strict=True)]
        assert done.lines[place].endswith(", ".join(read))
    assert_allclose(np.loadtxt(done.folder / "sample.csv", delimiter=","), step.mu, atol=2e-4)


def test_the_python_of_the_vae_laid_open_gives_the_page_s_stages_and_slopes(app, script):
    steps, done = app(OpenFace(picture="sample:3")), script(OpenFace(picture="sample:3"))
    for i, step in enumerate(steps[1:-1]):
        assert done.lines[i].startswith(f"{step.half} {step.layer}: {step.channels} channels, {step.shown.tolist()} ")
        assert_allclose(done.numbers(i)[-4:], step.maps.mean((1, 2)), atol=2e-3)
    reach = np.abs(steps[-1].slopes).max()
    assert_allclose(np.load(done.folder / "slopes.npy"), steps[-1].slopes, atol=1e-3 * reach)


def test_the_python_of_four_betas_gives_the_page_s_numbers(app, script):
    steps, done = app(CompareBetas(picture="sample:3")), script(CompareBetas(picture="sample:3"))
    for i, step in enumerate(steps):
        assert done.numbers(2 * i)[-2:] == [pytest.approx(step.mse, rel=0.01), about(step.kl, 1)]
        assert done.numbers(2 * i + 1)[-2:] == [
            pytest.approx(step.sample_mse.mean(), rel=0.01),
            about(step.sample_kl.mean(), 1),
        ]
        assert done.off(f"made-{step.beta:g}.png", np.concatenate(list(step.made), 1)) <= 1
