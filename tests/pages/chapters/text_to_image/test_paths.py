"""Both paths are scikit-learn's principal components of the latents; what is said of them is what they are."""

import dataclasses

import numpy as np
import pytest
from sklearn.decomposition import PCA

from models.diffusion.kinds import OTHER_PROMPT, DenoiseStep, TextToImage
from models.prepared import prepared
from pages.chapters.text_to_image import paths, two_prompts
from tests.arrays import assert_allclose, assert_array_equal


@pytest.fixture(scope="module")
def runs():
    return prepared(TextToImage()), prepared(TextToImage(prompt=OTHER_PROMPT, film=False))


def latents(trace):
    steps = [s.latents for s in trace.steps if isinstance(s, DenoiseStep)]
    return np.array([*steps, trace.last.latents], float).reshape(len(steps) + 1, 1024)


def test_places_and_shares_are_those_of_scikit_learn(runs):
    pair = paths.of(*runs)
    pca = PCA(2, svd_solver="full")
    expected = pca.fit_transform(np.concatenate([latents(run) for run in runs]))
    ours = np.concatenate([pair.first, pair.second])
    assert_allclose(np.abs(ours), np.abs(expected), atol=1e-6)  # an axis may point the other way
    assert_allclose(pair.shares, pca.explained_variance_ratio_, rtol=1e-9)


def test_both_start_at_the_same_noise_and_end_apart(runs):
    pair = paths.of(*runs)
    assert_array_equal(pair.first[0], pair.second[0])
    assert pair.apart[0] == 0 < pair.apart[-1]
    expected = np.sqrt(((latents(runs[0]) - latents(runs[1])) ** 2).mean(1))
    assert_allclose(pair.apart, expected, rtol=1e-9)
    half = paths.halfway(pair.apart)
    assert pair.apart[half] >= pair.apart[-1] / 2 > pair.apart[half - 1]
    assert f"after {half} of 20" in two_prompts.sentence(pair)


def test_the_same_prompt_twice_is_one_path(runs):
    pair = paths.of(runs[0], runs[0])
    assert not pair.apart.any() and paths.halfway(pair.apart) == 0
    assert "the paths are one" in two_prompts.sentence(pair)
    apart = dataclasses.replace(pair, apart=np.array([0.0, 1.0]))
    assert "the paths are one" not in two_prompts.sentence(apart)


@pytest.mark.parametrize(("other", "said"), [("x" * 3000, "has 3000 characters"), ("愛", "can't read")])
def test_a_second_prompt_that_cannot_be_drawn_is_told_and_the_rest_stays(visit, drawing, other, said):
    app = visit("text-to-image", other=other)
    assert not app.exception
    assert any(said in w.value.replace("\\", "") for w in app.warning)
    assert [h.value for h in app.header if h.value == "What happens in between"]
